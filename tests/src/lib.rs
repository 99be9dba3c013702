//! Tests across crates.

#[cfg(not(target_arch = "wasm32"))]
pub mod golden;
/// Published vectors, checked by functions that read no files: the same code runs natively and
/// inside WebAssembly.
pub mod vectors;
