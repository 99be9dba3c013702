//! Hashes of what is sealed before any randomness exists.

use super::hash::tagged_hash;
use crate::json::Value;
use crate::sort::sort;

/// `H("manifest", canon(manifest))`: the seal that is published before the draw.
pub fn manifest_hash(manifest: &Value) -> [u8; 32] {
    tagged_hash("manifest", &[&manifest.canonical()])
}

/// `H("ids", canon(ids sorted by UTF-8 bytes))`: names every ticket holder before the seed is
/// known, so that nobody can be renamed or left out afterwards.
pub fn ids_hash<'a>(ids: impl IntoIterator<Item = &'a str>) -> [u8; 32] {
    let mut sorted: Vec<&str> = ids.into_iter().collect();
    sort(&mut sorted);
    let list = Value::Array(sorted.into_iter().map(Value::from).collect());
    tagged_hash("ids", &[&list.canonical()])
}
