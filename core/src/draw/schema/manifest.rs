//! The manifest: everything that is fixed and published before any randomness exists.

use std::collections::BTreeMap;

use super::field::{
    Read, closed, counted32, field, hex_value, hex32, int, is_code, is_code_or_empty, list, map,
    nullable, object, optional, str_value, text, time, uri, word, wrong,
};
use super::{Beacon, Draw, FORMAT, LEAF_FORMAT, Lottery, Source};
use crate::draw::limits;
use crate::draw::time::Time;
use crate::json::Value;

/// For each feature and each of its values, how many members a panel has at least and at most.
pub type Quotas = BTreeMap<String, BTreeMap<String, [u32; 2]>>;

/// Display texts: for each feature its own under the empty code, and one for each value.
pub type Names = BTreeMap<String, BTreeMap<String, String>>;

/// What is sealed before the draw (draw/v1, 2.3 and 2.8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// What this draw is called for ever, as a URI.
    pub draw_id: String,
    /// The series it belongs to.
    pub series: Option<String>,
    /// What it is for.
    pub purpose: String,
    /// Who draws.
    pub organiser: Organiser,
    /// Which attempt at this draw, from 1 to 99.
    pub attempt: u32,
    /// The manifest hash of the attempt before.
    pub supersedes: Option<[u8; 32]>,
    /// A beacon round that was out when the manifest was written.
    pub not_before_beacon: Option<Beacon>,
    /// The people who can be drawn.
    pub pool: PoolSeal,
    /// What every panel must hold to.
    pub quotas: Quotas,
    /// What the codes of features and values mean.
    pub names: Option<Names>,
    /// How the list of panels was made: recorded, not verified.
    pub algorithm: Algorithm,
    /// What is drawn from.
    pub lottery: Lottery,
    /// What is drawn, 1 to 16 draws.
    pub draws: Vec<Draw>,
    /// Where the randomness comes from, 1 to 16 sources.
    pub sources: Vec<Source>,
    /// When the draw is made: the first beacon round at or after it counts.
    pub draw_time: Time,
    /// Seconds that must lie between what is fixed and the beacon round.
    pub margin_s: Option<u32>,
    /// The transparency log in which the manifest is entered, by its origin.
    pub log: String,
    /// Digests of whatever the draw will decide on, such as a ballot file.
    pub binds: Option<Vec<[u8; 32]>>,
    /// A draw that is only practised.
    pub rehearsal: bool,
}

/// Who draws.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organiser {
    /// The organiser's name.
    pub name: String,
    /// The organiser's ed25519 key.
    pub key: [u8; 32],
}

/// The pool as the manifest fixes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolSeal {
    /// How many people, from 1 to 2^24.
    pub size: u32,
    /// Merkle root of the leaves in ascending order.
    pub root: [u8; 32],
}

/// How the list of panels was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// Its name.
    pub name: Value,
    /// Its version.
    pub version: Value,
    /// Its parameters.
    pub params: Value,
    /// What it reached.
    pub objective: Value,
}

const MUST: [&str; 15] = [
    "format",
    "draw_id",
    "purpose",
    "organiser",
    "attempt",
    "supersedes",
    "not_before_beacon",
    "pool",
    "quotas",
    "algorithm",
    "lottery",
    "draws",
    "sources",
    "draw_time",
    "log",
];
const MAY: [&str; 5] = ["series", "names", "margin_s", "binds", "rehearsal"];

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn from_value(value: &Value) -> Read<Manifest> {
        let fields = closed(value, &MUST, &MAY)?;
        field(fields, "format", |value| word(value, FORMAT))?;
        Ok(Manifest {
            draw_id: field(fields, "draw_id", uri)?,
            series: optional(fields, "series", uri)?,
            purpose: field(fields, "purpose", text)?,
            organiser: field(fields, "organiser", Organiser::from_value)?,
            attempt: field(fields, "attempt", |value| {
                counted32(value, limits::ATTEMPTS, "1..99")
            })?,
            supersedes: field(fields, "supersedes", |value| nullable(value, hex32))?,
            not_before_beacon: field(fields, "not_before_beacon", |value| {
                nullable(value, Beacon::from_value)
            })?,
            pool: field(fields, "pool", PoolSeal::from_value)?,
            quotas: field(fields, "quotas", quotas)?,
            names: optional(fields, "names", names)?,
            algorithm: field(fields, "algorithm", Algorithm::from_value)?,
            lottery: field(fields, "lottery", Lottery::from_value)?,
            draws: field(fields, "draws", |value| {
                some(
                    list(value, limits::DRAWS, "1..16 draws", Draw::from_value)?,
                    "1..16 draws",
                )
            })?,
            sources: field(fields, "sources", |value| {
                let sources = list(value, limits::SOURCES, "1..16 sources", Source::from_value)?;
                some(sources, "1..16 sources")
            })?,
            draw_time: field(fields, "draw_time", time)?,
            margin_s: optional(fields, "margin_s", margin)?,
            log: field(fields, "log", text)?,
            binds: optional(fields, "binds", |value| {
                list(value, usize::MAX, "a list of hex32", hex32)
            })?,
            rehearsal: optional(fields, "rehearsal", |value| match value {
                Value::Bool(true) => Ok(true),
                _ => wrong("true"),
            })?
            .unwrap_or(false),
        })
    }

    /// The manifest as it is sealed.
    pub fn to_value(&self) -> Value {
        object([
            ("format", str_value(FORMAT)),
            ("draw_id", str_value(&self.draw_id)),
            ("series", self.series.as_deref().and_then(str_value)),
            ("purpose", str_value(&self.purpose)),
            ("organiser", Some(self.organiser.to_value())),
            ("attempt", Some(Value::from(self.attempt))),
            (
                "supersedes",
                self.supersedes
                    .as_ref()
                    .map_or(Some(Value::Null), hex_value),
            ),
            (
                "not_before_beacon",
                self.not_before_beacon
                    .as_ref()
                    .map_or(Some(Value::Null), |beacon| Some(beacon.to_value())),
            ),
            ("pool", Some(self.pool.to_value())),
            ("quotas", Some(quotas_value(&self.quotas))),
            ("names", self.names.as_ref().map(names_value)),
            ("algorithm", Some(self.algorithm.to_value())),
            ("lottery", Some(self.lottery.to_value())),
            ("draws", Some(values(self.draws.iter().map(Draw::to_value)))),
            (
                "sources",
                Some(values(self.sources.iter().map(Source::to_value))),
            ),
            ("draw_time", Some(Value::from(self.draw_time.to_string()))),
            ("margin_s", self.margin_s.map(Value::from)),
            ("log", str_value(&self.log)),
            (
                "binds",
                self.binds
                    .as_ref()
                    .map(|binds| values(binds.iter().filter_map(hex_value))),
            ),
            ("rehearsal", self.rehearsal.then_some(Value::Bool(true))),
        ])
    }

    /// Seconds of margin: as stated, else 300.
    pub fn margin(&self) -> u32 {
        self.margin_s.unwrap_or(limits::DEFAULT_MARGIN_S)
    }
}

impl Organiser {
    fn from_value(value: &Value) -> Read<Organiser> {
        let fields = closed(value, &["name", "key"], &[])?;
        Ok(Organiser {
            name: field(fields, "name", text)?,
            key: field(fields, "key", hex32)?,
        })
    }

    fn to_value(&self) -> Value {
        object([
            ("name", str_value(&self.name)),
            ("key", hex_value(&self.key)),
        ])
    }
}

impl PoolSeal {
    fn from_value(value: &Value) -> Read<PoolSeal> {
        let fields = closed(value, &["size", "root", "leaf_format"], &[])?;
        field(fields, "leaf_format", |value| word(value, LEAF_FORMAT))?;
        Ok(PoolSeal {
            size: field(fields, "size", |value| {
                counted32(value, limits::POOL, "1..2^24")
            })?,
            root: field(fields, "root", hex32)?,
        })
    }

    fn to_value(&self) -> Value {
        object([
            ("size", Some(Value::from(self.size))),
            ("root", hex_value(&self.root)),
            ("leaf_format", str_value(LEAF_FORMAT)),
        ])
    }
}

impl Algorithm {
    /// "Recorded, not verified": four fields of any value.
    fn from_value(value: &Value) -> Read<Algorithm> {
        let fields = closed(value, &["name", "version", "params", "objective"], &[])?;
        let any = |value: &Value| Ok(value.clone());
        Ok(Algorithm {
            name: field(fields, "name", any)?,
            version: field(fields, "version", any)?,
            params: field(fields, "params", any)?,
            objective: field(fields, "objective", any)?,
        })
    }

    fn to_value(&self) -> Value {
        object([
            ("name", Some(self.name.clone())),
            ("version", Some(self.version.clone())),
            ("params", Some(self.params.clone())),
            ("objective", Some(self.objective.clone())),
        ])
    }
}

fn some<T>(items: Vec<T>, expected: &'static str) -> Read<Vec<T>> {
    if items.is_empty() {
        return wrong(expected);
    }
    Ok(items)
}

fn margin(value: &Value) -> Read<u32> {
    match u32::try_from(int(value)?) {
        Ok(seconds) if limits::MARGIN_S.contains(&seconds) => Ok(seconds),
        _ => wrong("60..604800"),
    }
}

fn quotas(value: &Value) -> Read<Quotas> {
    map(value, is_feature, "code", |feature| {
        map(feature, is_code, "code", quota)
    })
}

/// Records keep `pseudonym` and `household` beside their features.
fn is_feature(code: &str) -> bool {
    is_code(code) && code != "pseudonym" && code != "household"
}

fn quota(value: &Value) -> Read<[u32; 2]> {
    let bound = |value: &Value| u32::try_from(value.as_i64()?).ok();
    match value.as_array() {
        Some([min, max]) => match (bound(min), bound(max)) {
            (Some(min), Some(max)) if min <= max => Ok([min, max]),
            _ => wrong("[min,max]"),
        },
        _ => wrong("[min,max]"),
    }
}

fn names(value: &Value) -> Read<Names> {
    map(value, is_code, "code", |feature| {
        map(feature, is_code_or_empty, "code", text)
    })
}

fn quotas_value(quotas: &Quotas) -> Value {
    let bounds = |[min, max]: &[u32; 2]| values([*min, *max].into_iter().map(Value::from));
    nested(quotas, &bounds)
}

fn names_value(names: &Names) -> Value {
    nested(names, &|text: &String| Value::from(text.as_str()))
}

fn nested<T>(
    features: &BTreeMap<String, BTreeMap<String, T>>,
    to_value: &dyn Fn(&T) -> Value,
) -> Value {
    let features = features.iter().map(|(feature, codes)| {
        let codes = codes.iter();
        let codes = codes.map(|(code, item)| (code.clone(), to_value(item)));
        (feature.clone(), Value::Object(codes.collect()))
    });
    Value::Object(features.collect())
}

fn values(items: impl Iterator<Item = Value>) -> Value {
    Value::Array(items.collect())
}
