//! The verbs that JS can call: one line each.

/// Finds the verb and runs it; the error is the JSON of a problem.
pub(crate) fn run(verb: &str, _request: &str, bytes: &[u8]) -> Result<String, String> {
    match verb {
        "version" => Ok(format!(r#"{{"version":"{}"}}"#, env!("CARGO_PKG_VERSION"))),
        #[cfg(feature = "test-exports")]
        _ if verb.starts_with("test/") => crate::test_verbs::run(verb, bytes),
        _ => {
            let _ = bytes;
            Err(problem("verb.unknown", "The engine has no such verb."))
        }
    }
}

/// A problem of the call itself: `code` and `message` hold no character that JSON escapes.
pub(crate) fn problem(code: &str, message: &str) -> String {
    format!(r#"{{"code":"{code}","severity":"error","message":"{message}"}}"#)
}
