//! The file of the pool: `{records:[[salt,record]]}` in the order of the leaves.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::side::{self, Broken, Hex32};
use crate::digest::Digest;
use crate::draw::limits;
use crate::draw::schema::{Manifest, Quotas, is_text};
use crate::id::{ix, len32};
use crate::json::{Limits, StrictValue, Value};
use crate::lottery::{merkle, pool_leaf};

/// A fault as a code and its arguments.
pub(super) type Fault = (&'static str, Vec<String>);

/// What is kept of a pool: its root, and of each person what quotas ask.
#[derive(Default)]
pub(super) struct Pool {
    tree: merkle::RootBuilder,
    last: Option<merkle::Hash>,
    /// Half of the SHA-256 of each pseudonym: to find two that are equal.
    pseudonyms: Vec<u128>,
    /// For each feature of the quotas and each person, which of its values.
    values: Vec<Vec<u32>>,
    /// The same half of a household's hash, 0 for people without one; empty if nobody has one.
    households: Vec<u128>,
    /// The first record that is wrong.
    fault: Option<Fault>,
}

impl Pool {
    pub(super) fn read(
        bytes: &[u8],
        quotas: &Quotas,
        nfc: fn(&str) -> bool,
    ) -> Result<Pool, Broken> {
        let pool = Pool {
            values: vec![Vec::new(); quotas.len()],
            ..Pool::default()
        };
        let taking = RefCell::new(pool);
        let limits = Limits {
            depth: 1,
            bytes: usize::MAX,
            is_nfc: Some(nfc),
        };
        let taker = Taker {
            pool: &taking,
            quotas,
            limits: &limits,
        };
        side::read(bytes, Whole(&taker))?;
        let mut pool = taking.into_inner();
        // Numbers need no stable order, and the standard sort of them is fast for millions.
        pool.pseudonyms.sort_unstable();
        Ok(pool)
    }

    /// Leaves strictly ascending, root and size agree, pseudonyms distinct, every record proper.
    pub(super) fn check(&self, manifest: &Manifest) -> Result<(), Fault> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        if self.tree.size() != u64::from(manifest.pool.size) {
            let args = vec![self.tree.size().to_string(), manifest.pool.size.to_string()];
            return Err(("pool-size", args));
        }
        if self.tree.root() != manifest.pool.root {
            return Err(("pool-root", vec![]));
        }
        if self.pseudonyms.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(("pseudonym-twice", vec![]));
        }
        Ok(())
    }

    /// Every quota kept, no household twice.
    pub(super) fn panel(&self, number: u64, panel: &[u32], quotas: &Quotas) -> Result<(), Fault> {
        for ((feature, codes), values) in quotas.iter().zip(&self.values) {
            let mut counts = vec![0_u32; codes.len()];
            for person in panel {
                let value = values.get(ix(*person)).copied();
                if let Some(count) = value.and_then(|value| counts.get_mut(ix(value))) {
                    *count += 1;
                }
            }
            for ((code, [min, max]), count) in codes.iter().zip(counts) {
                if count < *min || count > *max {
                    let numbers = [u64::from(count), u64::from(*min), u64::from(*max)];
                    let mut args = vec![number.to_string(), feature.clone(), code.clone()];
                    args.extend(numbers.iter().map(u64::to_string));
                    return Err(("quota-broken", args));
                }
            }
        }
        let mut seen = Vec::new();
        for person in panel {
            match self.households.get(ix(*person)) {
                None | Some(0) => {}
                Some(household) if seen.contains(household) => {
                    return Err(("household-twice", vec![number.to_string()]));
                }
                Some(household) => seen.push(*household),
            }
        }
        Ok(())
    }

    fn take(&mut self, salt: &[u8; 32], record: &Value, quotas: &Quotas) {
        let leaf = pool_leaf(salt, record);
        let number = (self.tree.size() + 1).to_string();
        if self.last.is_some_and(|last| last >= leaf) {
            self.fault
                .get_or_insert(("pool-order", vec![number.clone()]));
        }
        self.last = Some(leaf);
        self.tree.push(leaf);
        if self.person(record, quotas).is_none() {
            self.fault.get_or_insert(("pool-record", vec![number]));
        }
    }

    /// `{pseudonym:text,household?:text,<feature code>:<value code>...}`: one value for each
    /// feature of the quotas, of those that the quotas name. None for any other record.
    fn person(&mut self, record: &Value, quotas: &Quotas) -> Option<()> {
        let fields = record.as_object()?;
        let text = |key: &str| fields.get(key)?.as_str().filter(|text| is_text(text));
        self.pseudonyms.push(half(text("pseudonym")?));
        let person = self.pseudonyms.len() - 1;
        let mut known = 1;
        if fields.contains_key("household") {
            known += 1;
            self.households.resize(person, 0);
            self.households.push(half(text("household")?));
        }
        for ((feature, codes), values) in quotas.iter().zip(&mut self.values) {
            let code = fields.get(feature)?.as_str()?;
            let value = codes.keys().position(|known| known == code)?;
            values.push(len32(value));
            known += 1;
        }
        (fields.len() == known).then_some(())
    }
}

fn half(text: &str) -> u128 {
    let hash = Digest::of(text.as_bytes()).into_bytes();
    let (half, _) = hash.split_first_chunk::<16>().unwrap_or((&[0; 16], &[]));
    // 0 stands for none.
    u128::from_be_bytes(*half).max(1)
}

struct Taker<'a> {
    pool: &'a RefCell<Pool>,
    quotas: &'a Quotas,
    limits: &'a Limits,
}

/// The file.
struct Whole<'a>(&'a Taker<'a>);
/// Its list of records.
struct Records<'a>(&'a Taker<'a>);
/// One salt with its record.
struct Salted<'a>(&'a Taker<'a>);

macro_rules! any {
    ($($seed:ident),*) => {$(
        impl<'de> DeserializeSeed<'de> for $seed<'_> {
            type Value = ();

            fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
                reader.deserialize_any(self)
            }
        }
    )*};
}

any!(Whole, Records, Salted);

impl<'de> Visitor<'de> for Whole<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{records}")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<(), A::Error> {
        match fields.next_key::<String>()? {
            Some(key) if key == "records" => fields.next_value_seed(Records(self.0))?,
            _ => return Err(A::Error::custom("no records")),
        }
        match fields.next_key::<String>()? {
            None => Ok(()),
            Some(_) => Err(A::Error::custom("no such field")),
        }
    }
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Salted(self.0))?.is_some() {
            if self.0.pool.borrow().tree.size() > u64::from(limits::POOL) {
                return Err(A::Error::custom("too many records"));
            }
        }
        Ok(())
    }
}

impl<'de> Visitor<'de> for Salted<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[salt, record]")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<(), A::Error> {
        let record = StrictValue::new(self.0.limits, &|_, _| {});
        let salt = pair.next_element_seed(Hex32)?;
        let record = pair.next_element_seed(record)?;
        let (Some(salt), Some(record)) = (salt, record) else {
            return Err(A::Error::custom("no record"));
        };
        if pair.next_element_seed(Hex32)?.is_some() {
            return Err(A::Error::custom("more than a record"));
        }
        let mut pool = self.0.pool.borrow_mut();
        pool.take(&salt, &record, self.0.quotas);
        Ok(())
    }
}
