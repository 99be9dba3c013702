//! The manifest: everything that is fixed and published before any randomness exists.

use std::collections::BTreeMap;

use super::cursor::{Cursor, read};
use super::field::{Read, hex_value, is_code, is_code_or_empty, object, str_value};
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
        read(value, Manifest::read)
    }

    pub(super) fn read(at: &Cursor<'_>) -> Manifest {
        at.closed(&MUST, &MAY);
        at.at("format").word(FORMAT);
        Manifest {
            draw_id: at.at("draw_id").uri(),
            series: at.maybe("series").map(|at| at.uri()),
            purpose: at.at("purpose").text(),
            organiser: Organiser::read(&at.at("organiser")),
            attempt: at.at("attempt").counted32(limits::ATTEMPTS, "1..99"),
            supersedes: at.at("supersedes").not_null().map(|at| at.hex32()),
            not_before_beacon: at.at("not_before_beacon").not_null().map(Beacon::read),
            pool: PoolSeal::read(&at.at("pool")),
            quotas: quotas(&at.at("quotas")),
            names: at.maybe("names").map(|at| names(&at)),
            algorithm: Algorithm::read(&at.at("algorithm")),
            lottery: Lottery::read(&at.at("lottery")),
            draws: some(&at.at("draws"), limits::DRAWS, "1..16 draws", Draw::read),
            sources: some(
                &at.at("sources"),
                limits::SOURCES,
                "1..16 sources",
                Source::read,
            ),
            draw_time: at.at("draw_time").time(),
            margin_s: at.maybe("margin_s").map(|at| margin(&at)),
            log: at.at("log").text(),
            binds: at
                .maybe("binds")
                .map(|at| at.list(usize::MAX, "a list of hex32", |at| at.hex32())),
            rehearsal: at.maybe("rehearsal").is_some_and(|at| {
                if *at.value() != Value::Bool(true) {
                    at.wrong("true");
                }
                true
            }),
        }
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
    fn read(at: &Cursor<'_>) -> Organiser {
        at.closed(&["name", "key"], &[]);
        Organiser {
            name: at.at("name").text(),
            key: at.at("key").hex32(),
        }
    }

    fn to_value(&self) -> Value {
        object([
            ("name", str_value(&self.name)),
            ("key", hex_value(&self.key)),
        ])
    }
}

impl PoolSeal {
    fn read(at: &Cursor<'_>) -> PoolSeal {
        at.closed(&["size", "root", "leaf_format"], &[]);
        at.at("leaf_format").word(LEAF_FORMAT);
        PoolSeal {
            size: at.at("size").counted32(limits::POOL, "1..2^24"),
            root: at.at("root").hex32(),
        }
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
    fn read(at: &Cursor<'_>) -> Algorithm {
        at.closed(&["name", "version", "params", "objective"], &[]);
        Algorithm {
            name: at.at("name").any(),
            version: at.at("version").any(),
            params: at.at("params").any(),
            objective: at.at("objective").any(),
        }
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

/// A list of at least one item.
fn some<T>(
    at: &Cursor<'_>,
    most: usize,
    expected: &'static str,
    take: fn(&Cursor<'_>) -> T,
) -> Vec<T> {
    let items = at.list(most, expected, take);
    if items.is_empty() {
        at.wrong(expected);
    }
    items
}

fn margin(at: &Cursor<'_>) -> u32 {
    match u32::try_from(at.int()) {
        Ok(seconds) if limits::MARGIN_S.contains(&seconds) => seconds,
        _ => {
            at.wrong("60..604800");
            limits::DEFAULT_MARGIN_S
        }
    }
}

/// Records keep `pseudonym` and `household` beside their features.
fn is_feature(code: &str) -> bool {
    is_code(code) && code != "pseudonym" && code != "household"
}

fn quotas(at: &Cursor<'_>) -> Quotas {
    let mut quotas = Quotas::new();
    at.entries(is_feature, "code", &mut |feature, at| {
        let mut bounds = BTreeMap::new();
        at.entries(is_code, "code", &mut |code, at| {
            bounds.insert(code.to_owned(), quota(at));
        });
        quotas.insert(feature.to_owned(), bounds);
    });
    quotas
}

fn quota(at: &Cursor<'_>) -> [u32; 2] {
    let bound = |value: &Value| u32::try_from(value.as_i64()?).ok();
    if let Some([min, max]) = at.value().as_array()
        && let (Some(min), Some(max)) = (bound(min), bound(max))
        && min <= max
    {
        return [min, max];
    }
    at.wrong("[min,max]");
    [0, 0]
}

fn names(at: &Cursor<'_>) -> Names {
    let mut names = Names::new();
    at.entries(is_code, "code", &mut |feature, at| {
        let mut texts = BTreeMap::new();
        at.entries(is_code_or_empty, "code", &mut |code, at| {
            texts.insert(code.to_owned(), at.text());
        });
        names.insert(feature.to_owned(), texts);
    });
    names
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
