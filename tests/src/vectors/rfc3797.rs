//! RFC 3797: the key string made of published numbers. The MD5 selection of the RFC is not used
//! by draw/v1 and is not checked.

use isonomia::lottery::rfc3797_key;

use super::Report;
use super::case::Case;

/// Checks the key strings of `rfc3797.json`.
///
/// # Errors
///
/// The first key string that differs.
pub fn check_rfc3797(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    let mut report = Report::default();
    let mut cases = file.list("more")?;
    cases.push(file.get("example")?);
    for case in cases {
        let sources = case.list("sources")?;
        let sources: Result<Vec<Vec<u64>>, String> = sources
            .iter()
            .map(|source| source.items()?.iter().map(Case::number_u64).collect())
            .collect();
        let key = rfc3797_key(&sources?);
        report.equal(&case.place, &key.as_str(), &case.get("key")?.text()?)?;
    }
    Ok(report)
}
