//! The file of panels: `{panels:[[int]],salts?:[hex32]}`.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::side::{self, Broken, Hex32, Numbers};
use crate::draw::limits;
use crate::id::ix;
use crate::lottery::{merkle, panel_leaf, salted_panel_leaf};

/// A list of panels, in the order of the file.
#[derive(Default)]
pub(in crate::draw) struct Panels {
    /// Members of all panels, one panel after the other.
    members: Vec<u32>,
    /// Where each panel ends.
    ends: Vec<usize>,
    pub(in crate::draw) salts: Option<Vec<[u8; 32]>>,
}

impl Panels {
    pub(in crate::draw) fn read(bytes: &[u8]) -> Result<Panels, Broken> {
        side::read(bytes, Whole)
    }

    pub(in crate::draw) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The panels in order.
    pub(in crate::draw) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(&self.ends);
        spans.map(|(start, end)| self.members.get(start..*end).unwrap_or_default())
    }

    /// Members of all panels, one panel after the other.
    pub(in crate::draw) fn members(&self) -> &[u32] {
        &self.members
    }

    /// The Merkle root over the panels in order, each with its salt where there are salts.
    pub(super) fn root(&self) -> merkle::Hash {
        let mut tree = merkle::RootBuilder::default();
        for (at, panel) in self.iter().enumerate() {
            tree.push(match self.salts.as_ref().and_then(|salts| salts.get(at)) {
                Some(salt) => salted_panel_leaf(salt, panel),
                None => panel_leaf(panel),
            });
        }
        tree.root()
    }
}

struct Whole;

impl<'de> DeserializeSeed<'de> for Whole {
    type Value = Panels;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Panels, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Whole {
    type Value = Panels;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{panels, salts?}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Panels, A::Error> {
        let mut panels = None;
        let mut salts = None;
        while let Some(key) = fields.next_key::<String>()? {
            match key.as_str() {
                "panels" if panels.is_none() => panels = Some(fields.next_value_seed(List)?),
                "salts" if salts.is_none() => salts = Some(fields.next_value_seed(Salts)?),
                _ => return Err(A::Error::custom("no such field")),
            }
        }
        let panels = panels.ok_or_else(|| A::Error::custom("no panels"))?;
        Ok(Panels { salts, ..panels })
    }
}

struct List;

impl<'de> DeserializeSeed<'de> for List {
    type Value = Panels;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Panels, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List {
    type Value = Panels;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of panels")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Panels, A::Error> {
        let mut panels = Panels::default();
        let most = usize::try_from(limits::PANEL_SEATS).unwrap_or(usize::MAX);
        loop {
            let to = &mut panels.members;
            let Some(()) = list.next_element_seed(Numbers { to, most })? else {
                return Ok(panels);
            };
            if panels.ends.len() >= ix(limits::PANELS) {
                return Err(A::Error::custom("too many panels"));
            }
            panels.ends.push(panels.members.len());
        }
    }
}

struct Salts;

impl<'de> DeserializeSeed<'de> for Salts {
    type Value = Vec<[u8; 32]>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Salts {
    type Value = Vec<[u8; 32]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of salts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut salts = Vec::new();
        while let Some(salt) = list.next_element_seed(Hex32)? {
            if salts.len() >= ix(limits::PANELS) {
                return Err(A::Error::custom("too many salts"));
            }
            salts.push(salt);
        }
        Ok(salts)
    }
}
