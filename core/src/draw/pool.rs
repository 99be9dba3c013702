//! The pool as it is sealed: a record and a salt for each person, leaves in order, one root.
//!
//! A record holds a pseudonym and codes of features, never a name. Pseudonyms and household tags
//! are numbers dealt anew for each draw, salts are independent random bytes, so that two draws
//! cannot be linked and one person can be erased alone (draw/v1, 2.8, Privacy). A person's place
//! in the pool, the *position*, is the place of the leaf among all leaves in ascending order.

mod file;
mod people;

pub use file::PoolFile;
pub use people::{PEOPLE_FORMAT, People, Person};

use std::fmt::Write as _;

use super::codes::Coded;
use super::limits;
use super::schema::PoolSeal;
use crate::digest::hex;
use crate::id::{ValueId, ix, len32};
use crate::lottery::{DrawKey, Stream, merkle, pool_leaf_bytes};
use crate::problem::Problem;

/// Random bytes, handed in: fills the slice.
pub type Entropy<'a> = &'a mut dyn FnMut(&mut [u8]);

/// How many salts are asked for at a time.
const SALTS_AT_ONCE: usize = 1024;

/// 32 fresh bytes.
pub fn fresh(entropy: Entropy<'_>) -> [u8; 32] {
    let mut bytes = [0; 32];
    entropy(&mut bytes);
    bytes
}

/// Independent salts, one for each of `n`.
pub fn salts(n: u32, entropy: Entropy<'_>) -> Vec<[u8; 32]> {
    let mut salts = vec![[0; 32]; ix(n)];
    for some in salts.chunks_mut(SALTS_AT_ONCE) {
        entropy(some.as_flattened_mut());
    }
    salts
}

/// What a record says: a pseudonym, the tag of a household, a value for each feature.
pub(super) struct Tagged {
    pub(super) pseudonym: String,
    pub(super) household: Option<String>,
    pub(super) values: Vec<ValueId>,
}

/// A pool with its salts, in the order of its leaves.
#[derive(Clone, Debug)]
pub struct SealedPool {
    coded: Vec<Coded>,
    /// By position.
    rows: Vec<Row>,
    /// By position: one value for each feature.
    values: Vec<u32>,
    leaves: Vec<merkle::Hash>,
    /// By person: the position.
    positions: Vec<u32>,
    /// Digits of pseudonyms and of household tags.
    widths: (usize, usize),
}

#[derive(Clone, Copy, Debug)]
struct Row {
    person: u32,
    pseudonym: u32,
    /// 0 for people who live alone.
    household: u32,
    salt: [u8; 32],
}

impl SealedPool {
    /// Seals a pool: `values` has for each person, one after the other, the number of the value of
    /// each feature; `households` the household of each, or is empty where nobody shares one.
    ///
    /// # Errors
    /// `draw-pool-size` for nobody or more than 2^24 people, `draw-pool-row` for values that are
    /// not one for each person and feature.
    pub fn seal(
        coded: Vec<Coded>,
        people: u32,
        values: &[u32],
        households: &[u32],
        entropy: Entropy<'_>,
    ) -> Result<Self, Problem> {
        if people == 0 || people > limits::POOL {
            return Err(Problem::error("draw-pool-size")
                .found(people.to_string())
                .expected(format!("1..{}", limits::POOL)));
        }
        let known = |(at, value): (usize, &u32)| {
            let feature = coded.get(at % coded.len().max(1));
            feature.is_some_and(|feature| feature.values.len() > ix(*value))
        };
        let whole = values.len() == ix(people) * coded.len()
            && values.iter().enumerate().all(known)
            && (households.is_empty() || households.len() == ix(people));
        if !whole {
            return Err(Problem::error("draw-pool-row"));
        }
        let pseudonyms = shuffled(people, &fresh(entropy));
        let tags = tags(households, &fresh(entropy));
        let salts = salts(people, entropy);
        let widths = (
            people.to_string().len(),
            tags.iter().max().unwrap_or(&0).to_string().len(),
        );
        let mut pool = Self {
            coded,
            rows: Vec::with_capacity(ix(people)),
            values: Vec::with_capacity(values.len()),
            leaves: Vec::with_capacity(ix(people)),
            positions: vec![0; ix(people)],
            widths,
        };
        let layout = pool.layout();
        let own = |person: u32| {
            let features = pool.coded.len();
            values.iter().skip(ix(person) * features).take(features)
        };
        let mut record = String::new();
        let mut order: Vec<(merkle::Hash, u32)> = Vec::with_capacity(ix(people));
        for ((person, pseudonym), salt) in (0_u32..).zip(&pseudonyms).zip(&salts) {
            record.clear();
            let household = tags.get(ix(person)).copied().unwrap_or_default();
            layout.write(&own(person), *pseudonym, household, widths, &mut record);
            order.push((pool_leaf_bytes(salt, record.as_bytes()), person));
        }
        // Leaves differ, so no stable order is needed, and a million are sorted three times faster.
        order.sort_unstable();
        let mut sorted_values = Vec::with_capacity(values.len());
        for (position, (leaf, person)) in (0_u32..).zip(order) {
            pool.positions[ix(person)] = position;
            pool.leaves.push(leaf);
            sorted_values.extend(own(person));
            pool.rows.push(Row {
                person,
                pseudonym: pseudonyms[ix(person)],
                household: tags.get(ix(person)).copied().unwrap_or_default(),
                salt: salts[ix(person)],
            });
        }
        pool.values = sorted_values;
        Ok(pool)
    }

    /// Number of people.
    pub fn size(&self) -> u32 {
        len32(self.rows.len())
    }

    /// The leaves, ascending; the place of a leaf is the position of a person.
    pub fn leaves(&self) -> &[merkle::Hash] {
        &self.leaves
    }

    /// The Merkle root of the leaves.
    pub fn root(&self) -> merkle::Hash {
        merkle::root(&self.leaves)
    }

    /// Size and root, as a manifest has them.
    pub fn to_seal(&self) -> PoolSeal {
        PoolSeal {
            size: self.size(),
            root: self.root(),
        }
    }

    /// By person, in the order in which they were given: the position of each.
    pub fn positions(&self) -> &[u32] {
        &self.positions
    }

    /// By position: the person, as they were given.
    pub(super) fn persons(&self) -> Vec<u32> {
        self.rows.iter().map(|row| row.person).collect()
    }

    /// By position: what the records say.
    pub(super) fn tagged(&self) -> Vec<Tagged> {
        let features = self.coded.len();
        let rows = self.rows.iter().enumerate();
        rows.map(|(position, row)| {
            let own = self.values.iter().skip(position * features).take(features);
            Tagged {
                pseudonym: pseudonym(row.pseudonym, self.widths.0),
                household: (row.household > 0).then(|| row.household.to_string()),
                values: own.copied().map(ValueId).collect(),
            }
        })
        .collect()
    }

    /// The codes of features and values that its records hold.
    pub fn coded(&self) -> &[Coded] {
        &self.coded
    }

    /// Hands out the canonical bytes of the pool file, `{"records":[[salt,record]..]}` in the
    /// order of leaves, piece by piece.
    pub fn write(&self, out: &mut dyn FnMut(&[u8])) {
        let layout = self.layout();
        let mut piece = String::from("{\"records\":[");
        for (position, row) in self.rows.iter().enumerate() {
            let comma = if position > 0 { "," } else { "" };
            // Writing to a string never fails.
            let _ = write!(piece, "{comma}[\"{}\",", hex(&row.salt));
            let features = self.coded.len();
            let own = self.values.iter().skip(position * features).take(features);
            layout.write(&own, row.pseudonym, row.household, self.widths, &mut piece);
            piece.push(']');
            out(piece.as_bytes());
            piece.clear();
        }
        piece.push_str("]}");
        out(piece.as_bytes());
    }

    /// The organiser's private table: who stands behind each leaf. `ids` are those of the people
    /// in the order in which they were given.
    pub fn people(&self, draw_id: &str, ids: &[&str]) -> People {
        let row = |row: &Row| Person {
            id: ids
                .get(ix(row.person))
                .copied()
                .unwrap_or_default()
                .to_owned(),
            pseudonym: pseudonym(row.pseudonym, self.widths.0),
            salt: row.salt,
        };
        People {
            draw_id: draw_id.to_owned(),
            root: self.root(),
            people: self.rows.iter().map(row).collect(),
        }
    }

    fn layout(&self) -> Layout {
        let mut fields: Vec<(String, Field)> = vec![
            ("household".to_owned(), Field::Household),
            ("pseudonym".to_owned(), Field::Pseudonym),
        ];
        for (number, feature) in self.coded.iter().enumerate() {
            let pieces = feature.values.iter();
            let pieces = pieces.map(|value| format!("\"{}\":\"{value}\"", feature.code));
            let field = Field::Feature(number, pieces.collect());
            fields.push((feature.code.clone(), field));
        }
        fields.sort_by(|a, b| a.0.cmp(&b.0));
        Layout {
            fields: fields.into_iter().map(|(_, field)| field).collect(),
        }
    }
}

/// How canonical records are put together: their fields in byte order, codes need no escapes.
struct Layout {
    fields: Vec<Field>,
}

enum Field {
    Household,
    Pseudonym,
    /// Number of the feature, and `"code":"value"` for each of its values.
    Feature(usize, Vec<String>),
}

impl Layout {
    fn write<'a>(
        &self,
        values: &(impl Iterator<Item = &'a u32> + Clone),
        number: u32,
        household: u32,
        widths: (usize, usize),
        out: &mut String,
    ) {
        out.push('{');
        let mut first = true;
        for field in &self.fields {
            if matches!(field, Field::Household) && household == 0 {
                continue;
            }
            if !std::mem::take(&mut first) {
                out.push(',');
            }
            match field {
                Field::Household => {
                    let _ = write!(out, "\"household\":\"h{household:0w$}\"", w = widths.1);
                }
                Field::Pseudonym => {
                    let _ = write!(out, "\"pseudonym\":\"p{number:0w$}\"", w = widths.0);
                }
                Field::Feature(at, pieces) => {
                    let value = values.clone().nth(*at).copied().unwrap_or_default();
                    out.push_str(pieces.get(ix(value)).map_or("", String::as_str));
                }
            }
        }
        out.push('}');
    }
}

fn pseudonym(number: u32, width: usize) -> String {
    format!("p{number:0width$}")
}

/// The numbers 1 to `n` in an order that these bytes decide.
fn shuffled(n: u32, key: &[u8; 32]) -> Vec<u32> {
    let mut numbers: Vec<u32> = (1..=n).collect();
    let mut words = Stream::new(DrawKey::from(*key));
    for last in (1..n).rev() {
        let at = words.below(u128::from(last) + 1).unwrap_or_default();
        numbers.swap(ix(u32::try_from(at).unwrap_or_default()), ix(last));
    }
    numbers
}

/// A tag from 1 for the household of each person who shares one, 0 for the others.
fn tags(households: &[u32], key: &[u8; 32]) -> Vec<u32> {
    let mut members: std::collections::BTreeMap<u32, u32> = std::collections::BTreeMap::new();
    for household in households {
        *members.entry(*household).or_default() += 1;
    }
    members.retain(|_, members| *members > 1);
    let numbers = shuffled(len32(members.len()), key);
    for (tag, number) in members.values_mut().zip(numbers) {
        *tag = number;
    }
    let tag = |household: &u32| members.get(household).copied().unwrap_or_default();
    households.iter().map(tag).collect()
}

#[cfg(test)]
mod tests;
