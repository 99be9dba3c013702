//! Verbs of the tests alone, in a build that is never published.

use isonomia::present::Lang;
use isonomia::problem::Problem;
use isonomia_tests::vectors::CHECKS;
use isonomia_wasm_request::list;

/// `test/panic`, or `test/vectors/FILE` on the bytes of a vector file.
pub(crate) fn run(verb: &str, bytes: &[u8]) -> Result<String, String> {
    assert_ne!(verb, "test/panic", "asked to, by a test");
    let file = verb.strip_prefix("test/vectors/").unwrap_or(verb);
    let found = CHECKS.iter().find(|(name, _)| *name == file);
    let Some((_, check)) = found else {
        return Err(
            list(&[Problem::error("verb-unknown").found(verb)], Lang::En).canonical_string(),
        );
    };
    let text = std::str::from_utf8(bytes).map_err(|why| why.to_string())?;
    let report = check(text)?;
    let sections: Vec<String> = report
        .sections
        .iter()
        .map(|(name, count)| format!(r#""{name}":{count}"#))
        .collect();
    Ok(format!("{{{}}}", sections.join(",")))
}
