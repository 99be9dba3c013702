//! The Merkle leaves of a draw: people of the pool, panels of the list.

use super::hash::prefixed;
use super::merkle;
use crate::digest::Hasher;
use crate::json::Value;

/// `SHA256(00 + LP(salt) + LP(canon(record)))`: one person of the pool (draw/v1, 2.3).
///
/// The salt is random, new for each manifest and known to that person: without it the leaf of
/// a few features could be found by trying them all, and once it is erased the leaf says nothing.
pub fn pool_leaf(salt: &[u8; 32], record: &Value) -> [u8; 32] {
    salted(salt, &record.canonical())
}

/// [`pool_leaf`] of a record that is already in its canonical bytes.
pub fn pool_leaf_bytes(salt: &[u8; 32], canonical_record: &[u8]) -> [u8; 32] {
    salted(salt, canonical_record)
}

/// `SHA256(00 + canon(panel))`: one panel of a list that is published; the panel is the ascending
/// list of its members' leaf positions, from 0.
pub fn panel_leaf(panel: &[u32]) -> [u8; 32] {
    merkle::leaf(&canonical_panel(panel))
}

/// `SHA256(00 + LP(salt) + LP(canon(panel)))`: one panel of a list that only auditors see.
pub fn salted_panel_leaf(salt: &[u8; 32], panel: &[u32]) -> [u8; 32] {
    salted(salt, &canonical_panel(panel))
}

/// `[1,5,9]`: a list of numbers has one canonical form, written here without a value in between,
/// since a list may have a hundred million members.
fn canonical_panel(panel: &[u32]) -> Vec<u8> {
    let mut text = String::from("[");
    for (at, member) in panel.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&member.to_string());
    }
    text.push(']');
    text.into_bytes()
}

fn salted(salt: &[u8; 32], canonical: &[u8]) -> [u8; 32] {
    let mut hasher = Hasher::new();
    hasher.update(&[0]);
    prefixed(&mut hasher, salt);
    prefixed(&mut hasher, canonical);
    hasher.finish().into_bytes()
}
