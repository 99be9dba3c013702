//! Isonomia: the algorithms with which a town decides together.

/// SHA-256 digests and strict lower-case hexadecimal.
pub mod digest;
/// Strict JSON with one canonical form: what documents are read from and hashed in.
pub mod json;
/// Public randomness: sources, seed, labelled streams, tickets and Merkle proofs of draw/v1.
pub mod lottery;
