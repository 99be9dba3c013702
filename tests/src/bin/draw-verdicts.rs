//! Checks draws from standard input, one JSON object a line, and answers each with a line: for the
//! comparison with the reference verifier in `tests/draw/differential.test.mjs`.
//!
//! `{"transcript":hex,"trust":{"seal"?,"saw"?,"key"?,"draw_id"?,"policy"?:text,"panels"?:hex,
//! "pool"?:hex,"previous"?:[hex]}}` -> `{"verdict":word,"checks":[[name,finding]…]}`, or
//! `{"usage":true}` for a policy that is none.

use isonomia::digest::{unhex, unhex32};
use isonomia::draw::policy::Policy;
use isonomia::draw::{Saw, Trust, verify};
use serde_json::{Value, json};
use std::io::{BufRead, Write};
use unicode_normalization::is_nfc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        writeln!(out, "{}", answer(&case).ok_or("a line that is no case")?)?;
    }
    Ok(())
}

fn bytes(value: &Value) -> Option<Vec<u8>> {
    unhex(value.as_str()?).ok()
}

fn answer(case: &Value) -> Option<Value> {
    let transcript = bytes(case.get("transcript")?)?;
    let given = case.get("trust")?;
    let text = |name: &str| given.get(name).and_then(Value::as_str);
    let file = |name: &str| given.get(name).and_then(bytes);
    let (panels, pool, chances) = (file("panels"), file("pool"), file("lottery"));
    let previous: Vec<Vec<u8>> = given
        .get("previous")
        .and_then(Value::as_array)
        .map(|files| files.iter().filter_map(bytes).collect())
        .unwrap_or_default();
    let policy = match text("policy").map(|text| Policy::parse(text.as_bytes())) {
        Some(Err(_)) => return Some(json!({"usage": true})),
        Some(Ok(policy)) => Some(policy),
        None => None,
    };
    let told = verify(
        &transcript,
        &Trust {
            seal: text("seal").and_then(|hex| unhex32(hex).ok()),
            saw: text("saw")
                .map(|saw| unhex32(saw).map_or_else(|_| Saw::Digits(saw.to_owned()), Saw::Reveals)),
            policy,
            key: text("key").and_then(|hex| unhex32(hex).ok()),
            draw_id: text("draw_id").map(str::to_owned),
            panels: panels.as_deref(),
            pool: pool.as_deref(),
            chances: chances.as_deref(),
            // The other verifier holds no rules.
            replay: None,
            previous: previous.iter().map(Vec::as_slice).collect(),
            nfc: is_nfc,
        },
    );
    let checks: Vec<_> = told
        .checks
        .iter()
        .map(|check| json!([check.id(), check.finding.word()]))
        .collect();
    Some(json!({"verdict": told.verdict.word(), "checks": checks}))
}
