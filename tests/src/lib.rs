//! Tests across crates.

/// Published vectors, checked by functions that read no files: the same code runs natively and
/// inside WebAssembly.
pub mod vectors;
