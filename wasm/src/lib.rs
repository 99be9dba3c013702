//! The WebAssembly door: JSON text and bytes in, JSON text out.
//!
//! One exported function takes a verb, a request and the bytes of all files one after the
//! other, whose names and lengths the request lists. Nothing is shared, no object crosses and
//! nothing must be freed, so a failed call leaves nothing behind. `js/api.ts` is the typed face
//! of it.

#[cfg(feature = "test-exports")]
mod test_verbs;
mod verbs;

use std::sync::{Mutex, PoisonError};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The words of the last panic: JS reads them after the trap, before it starts a new instance.
static LAST_WORDS: Mutex<String> = Mutex::new(String::new());

/// Runs one verb on a request and the bytes of its files.
///
/// # Errors
/// A string, the JSON of one problem or of `{"problems": [...]}`; `js/error.ts` reads it.
#[wasm_bindgen]
pub fn call(verb: &str, request: &str, bytes: &[u8]) -> Result<String, JsValue> {
    verbs::run(verb, request, bytes).map_err(JsValue::from)
}

/// What the engine said when it panicked; empty if it never did.
#[wasm_bindgen]
pub fn panic_message() -> String {
    LAST_WORDS
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .clone()
}

/// Keeps the words of a panic where JS can find them.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        *LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string();
    }));
}
