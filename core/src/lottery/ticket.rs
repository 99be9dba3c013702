//! One lot for each name, whoever else takes part.

use super::hash::tagged_hash;
use super::seed::DrawKey;
use crate::sort::sort;

/// `H("ticket", key, id)`; the smallest ticket in byte order comes first.
///
/// Used for invitations, reserves and ties. A person's ticket depends on nobody else, so taking
/// someone away never reorders the others, and everyone can check the own ticket against a
/// published cut-off without seeing the list.
pub fn ticket(key: impl Into<DrawKey>, id: &str) -> [u8; 32] {
    tagged_hash("ticket", &[key.into().as_bytes(), id.as_bytes()])
}

/// The ids in ascending order of their tickets. An id given twice stands twice, side by side.
pub fn ticket_order<'a>(
    key: impl Into<DrawKey>,
    ids: impl IntoIterator<Item = &'a str>,
) -> Vec<&'a str> {
    let key = key.into();
    let mut lots: Vec<([u8; 32], &str)> = ids.into_iter().map(|id| (ticket(key, id), id)).collect();
    sort(&mut lots);
    lots.into_iter().map(|(_, id)| id).collect()
}
