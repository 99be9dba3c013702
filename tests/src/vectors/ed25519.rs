//! Ed25519 under the strict rules: RFC 8032, ed25519-speccheck and a sample of CCTV.

use isonomia::lottery::signature::{SigningKey, verify_strict};

use super::Report;
use super::case::Case;

/// Checks `ed25519.json`; its `cctv_counts` speak of the whole CCTV file, which is not there.
///
/// # Errors
///
/// The first key, signature or verdict that differs.
pub fn check_ed25519(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&[
        "source",
        "definitions",
        "rfc8032",
        "derived_must_fail",
        "length_must_fail",
        "speccheck",
        "cctv_counts",
        "cctv_sample",
    ])?;
    let mut report = Report::default();
    for case in file.list("rfc8032")? {
        let key = SigningKey::from_seed(case.get("secret_key")?.bytes32()?);
        let message = case.get("message")?.bytes()?;
        report.equal(
            &case.place,
            &key.public(),
            &case.get("public_key")?.bytes32()?,
        )?;
        let signature = key.sign(&message).to_vec();
        report.equal(&case.place, &signature, &case.get("signature")?.bytes()?)?;
    }
    for section in ["rfc8032", "derived_must_fail", "speccheck", "cctv_sample"] {
        for case in file.list(section)? {
            let strict = case.get("strict")?.value == true;
            report.equal(&case.place, &verifies(&case)?, &Some(strict))?;
        }
    }
    for case in file.list("length_must_fail")? {
        report.equal(&case.place, &verifies(&case)?, &None)?;
    }
    Ok(report)
}

/// The verdict; none where key or signature has another length, which no verifier is asked about.
fn verifies(case: &Case) -> Result<Option<bool>, String> {
    let key = <[u8; 32]>::try_from(case.get("public_key")?.bytes()?);
    let signature = <[u8; 64]>::try_from(case.get("signature")?.bytes()?);
    let message = case.get("message")?.bytes()?;
    Ok(match (key, signature) {
        (Ok(key), Ok(signature)) => Some(verify_strict(&key, &message, &signature)),
        _ => None,
    })
}
