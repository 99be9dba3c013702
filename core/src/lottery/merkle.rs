//! Merkle trees of RFC 6962 (RFC 9162): one hash for a list, and short proofs of single entries.
//!
//! Leaves and inner nodes are hashed under different prefixes, so no entry can pass for a node.
//! All walks are loops: a tree of a million leaves needs a stack of twenty hashes.

use crate::digest::Hasher;

/// A SHA-256 hash: of a leaf, a node or a tree.
pub type Hash = [u8; 32];

/// `SHA256(00 + data)`: the hash of one entry.
pub fn leaf(data: &[u8]) -> Hash {
    hash_of(&[&[0], data])
}

/// `SHA256(01 + left + right)`: the hash of two neighbours.
pub fn node(left: &Hash, right: &Hash) -> Hash {
    hash_of(&[&[1], left, right])
}

/// The hash of the empty list: SHA-256 of nothing.
pub fn empty() -> Hash {
    hash_of(&[])
}

fn hash_of(pieces: &[&[u8]]) -> Hash {
    let mut hasher = Hasher::new();
    for piece in pieces {
        hasher.update(piece);
    }
    hasher.finish().into_bytes()
}

/// The root over leaf hashes in their order.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut tree = RootBuilder::default();
    for leaf in leaves {
        tree.push(*leaf);
    }
    tree.root()
}

/// A root over leaf hashes that arrive one by one; holds one hash for each bit of their number.
#[derive(Clone, Debug, Default)]
pub struct RootBuilder {
    /// Roots of full subtrees, largest first: one for each 1 bit of `size`.
    peaks: Vec<Hash>,
    size: u64,
}

impl RootBuilder {
    /// Appends the hash of the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut grown = leaf;
        // Like adding 1 in binary: each trailing 1 is a subtree of the size just completed.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                grown = node(&left, &grown);
            }
        }
        self.peaks.push(grown);
        self.size = self.size.saturating_add(1);
    }

    /// Number of leaves so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root over the leaves so far.
    pub fn root(&self) -> Hash {
        self.peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node(&left, &right))
            .unwrap_or_else(empty)
    }
}

/// The inclusion proof of the leaf at `index` (from 0), from the leaf up; `None` beyond the list.
pub fn path(index: u64, leaves: &[Hash]) -> Option<Vec<Hash>> {
    let mut at = usize::try_from(index)
        .ok()
        .filter(|at| *at < leaves.len())?;
    let mut level = leaves.to_vec();
    let mut proof = Vec::new();
    while level.len() > 1 {
        // The last node of an odd level has no neighbour and moves up as it is.
        proof.extend(level.get(at ^ 1));
        level = level
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => node(left, right),
                [alone, ..] => *alone,
                [] => empty(),
            })
            .collect();
        at /= 2;
    }
    Some(proof)
}

/// Whether `proof` shows that `leaf` stands at `index` (from 0) of the list of `size` leaves
/// with this root (RFC 9162, 2.1.3.2).
pub fn verify(index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut reached = *leaf;
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            reached = node(sibling, &reached);
            // "If LSB(fn) is not set, right-shift both until it is or fn is 0."
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            reached = node(&reached, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && reached == *root
}

/// Whether `proof` shows that the list of `size2` leaves begins with the list of `size1` leaves:
/// nothing was changed or removed in between (RFC 9162, 2.1.4.2).
///
/// Equal sizes need equal roots and an empty proof; a first size of 0 proves nothing and is
/// refused.
pub fn verify_consistency(
    size1: u64,
    size2: u64,
    root1: &Hash,
    root2: &Hash,
    proof: &[Hash],
) -> bool {
    if size1 == 0 || size1 > size2 {
        return false;
    }
    if size1 == size2 {
        return proof.is_empty() && root1 == root2;
    }
    // "If first is an exact power of 2, prepend first_hash to the path."
    let (start, rest) = if size1.is_power_of_two() {
        (root1, proof)
    } else {
        match proof.split_first() {
            Some(split) => split,
            None => return false,
        }
    };
    // "If LSB(fn) is set, right-shift both until it is not."
    let shift = (size1 - 1).trailing_ones();
    let (mut at, mut last) = ((size1 - 1) >> shift, (size2 - 1) >> shift);
    let (mut first, mut second) = (*start, *start);
    for sibling in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            first = node(sibling, &first);
            second = node(sibling, &second);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            second = node(&second, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && first == *root1 && second == *root2
}
