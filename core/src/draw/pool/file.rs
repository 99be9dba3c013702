//! The pool file, read back: what auditors get, and what a person's own proof is made from.

use crate::digest::unhex32;
use crate::draw::limits;
use crate::draw::schema::PoolSeal;
use crate::id::{ix, len32};
use crate::json::{Limits, Value, parse_with};
use crate::lottery::{merkle, pool_leaf};
use crate::problem::Problem;

/// Salts and records of a pool, in the order of its leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolFile {
    records: Vec<([u8; 32], Value)>,
    leaves: Vec<merkle::Hash>,
}

impl PoolFile {
    /// Reads a pool file and computes its leaves.
    ///
    /// # Errors
    /// `draw-pool-file` with the place of what is wrong; leaves must ascend.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        let wrong = |path: &str| Problem::error("draw-pool-file").path(path);
        let body = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let limits = Limits {
            bytes: limits::SIDE_FILE_BYTES,
            ..Limits::default()
        };
        let whole = parse_with(body, &limits)
            .map_err(|error| wrong("").found(error.code).at(error.line, error.column))?;
        let Value::Object(mut fields) = whole else {
            return Err(wrong(""));
        };
        let rows = match fields.remove("records") {
            Some(Value::Array(rows)) if fields.is_empty() => rows,
            _ => return Err(wrong("/records")),
        };
        if rows.is_empty() || rows.len() > ix(limits::POOL) {
            return Err(wrong("/records").found(rows.len().to_string()));
        }
        let mut records = Vec::with_capacity(rows.len());
        let mut leaves: Vec<merkle::Hash> = Vec::with_capacity(rows.len());
        for (at, row) in rows.into_iter().enumerate() {
            let place = || wrong(&format!("/records/{at}"));
            let Value::Array(row) = row else {
                return Err(place());
            };
            let Ok([Value::Str(salt), record @ Value::Object(_)]) = <[Value; 2]>::try_from(row)
            else {
                return Err(place());
            };
            let salt = unhex32(&salt).map_err(|_| place())?;
            let leaf = pool_leaf(&salt, &record);
            if leaves.last().is_some_and(|last| *last >= leaf) {
                return Err(place());
            }
            leaves.push(leaf);
            records.push((salt, record));
        }
        Ok(Self { records, leaves })
    }

    /// Number of people.
    pub fn size(&self) -> u32 {
        len32(self.records.len())
    }

    /// The leaves, ascending.
    pub fn leaves(&self) -> &[merkle::Hash] {
        &self.leaves
    }

    /// Salt and record at a position.
    pub fn get(&self, position: u32) -> Option<(&[u8; 32], &Value)> {
        let (salt, record) = self.records.get(ix(position))?;
        Some((salt, record))
    }

    /// Whether this is the pool that a manifest fixed.
    ///
    /// # Errors
    /// `draw-pool-differs` where size or root are others.
    pub fn check(&self, seal: &PoolSeal) -> Result<(), Problem> {
        if self.size() == seal.size && merkle::root(&self.leaves) == seal.root {
            Ok(())
        } else {
            Err(Problem::error("draw-pool-differs"))
        }
    }
}
