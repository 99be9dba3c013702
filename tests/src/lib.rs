//! Tests across crates: the corpus of cases, published vectors, and where real data stands.

pub mod cases;
#[cfg(not(target_arch = "wasm32"))]
pub mod files;
pub mod fuzz;
#[cfg(not(target_arch = "wasm32"))]
pub mod golden;
/// Published vectors, checked by functions that read no files: the same code runs natively and
/// inside WebAssembly.
pub mod vectors;
