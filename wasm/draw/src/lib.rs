//! The verifier of draws as a WebAssembly module of its own: JSON text and bytes in, JSON text out.
//!
//! It holds what draw/v1 needs and nothing of the counting rules, so that a phone loads it in a
//! moment. It answers in codes: the sentences stand in the locale files of the page. As in the
//! engine, one exported function takes a verb, a request and the bytes of all files one after the
//! other; `js/draw/` is the typed face of it.

mod verbs;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

/// Runs one verb on a request and the bytes of its files.
///
/// # Errors
/// The code of what is wrong with the request.
#[wasm_bindgen]
pub fn call(verb: &str, request: &str, bytes: &[u8]) -> Result<String, JsValue> {
    verbs::run(verb, request, bytes).map_err(JsValue::from_str)
}

#[wasm_bindgen]
extern "C" {
    /// A string where JavaScript keeps it.
    type JsText;

    /// Its Unicode normal form C.
    #[wasm_bindgen(method)]
    fn normalize(this: &JsText) -> String;
}

/// Whether a text is in Unicode normal form C: the browser has the tables.
fn is_nfc(text: &str) -> bool {
    text.is_ascii()
        || JsValue::from_str(text)
            .unchecked_into::<JsText>()
            .normalize()
            == text
}
