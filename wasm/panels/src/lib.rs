//! Panels of people as a WebAssembly module of its own: JSON text and bytes in, JSON text out.
//!
//! It holds the pool, the rules that draw from it and their solvers, and nothing of the counting
//! of votes: a page loads it when a panel is planned. As in the engine, one exported function takes
//! a verb, a request and the bytes of all files one after the other; `js/panels/` is the typed face
//! of it. A search takes seconds, so it also tells how far it is and asks whether to go on.

mod verbs;

use std::sync::{Mutex, PoisonError};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// The words of the last panic: JS reads them after the trap, before it starts a new instance.
static LAST_WORDS: Mutex<String> = Mutex::new(String::new());

#[wasm_bindgen]
extern "C" {
    /// A function of JS that is told work done and work expected, and answers whether to go on.
    pub type Tell;

    #[wasm_bindgen(method, js_name = call)]
    fn tell(this: &Tell, with: &JsValue, done: u32, of: u32) -> bool;
}

/// Runs one verb on a request and the bytes of its files.
///
/// # Errors
/// A string, the JSON of `{"problems": [...]}`; `js/error.ts` reads it.
#[wasm_bindgen]
#[allow(clippy::needless_pass_by_value)] // what JavaScript hands over is ours
pub fn call(
    verb: &str,
    request: &str,
    bytes: &[u8],
    tell: Option<Tell>,
) -> Result<String, JsValue> {
    let mut go_on = |done: u64, of: u64| {
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        tell.as_ref()
            .is_none_or(|tell| tell.tell(&JsValue::UNDEFINED, small(done), small(of)))
    };
    verbs::run(verb, request, bytes, &mut go_on).map_err(JsValue::from)
}

/// What the module said when it panicked; empty if it never did.
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
