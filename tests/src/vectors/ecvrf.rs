//! ECVRF-EDWARDS25519-SHA512-TAI: the examples of RFC 9381, and proofs that must fail.

use isonomia::lottery::vrf::{self, VrfError};

use super::Report;
use super::case::Case;

/// Checks `ecvrf.json`: keys, hashed points, proofs and outputs.
///
/// The intermediate values of a proof (`x`, `k`, `U`, `V`) are not compared one by one: the proof
/// is made of them and equal.
///
/// # Errors
///
/// The first value or verdict that differs.
pub fn check_ecvrf(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&["source", "definitions", "examples", "must_fail"])?;
    let mut report = Report::default();
    for case in file.list("examples")? {
        let place = |key: &str| format!("{}/{key}", case.place);
        let secret = case.get("secret_key")?.bytes32()?;
        let public = case.get("public_key")?.bytes32()?;
        let alpha = case.get("alpha")?.bytes()?;
        report.equal(&place("public_key"), &vrf::public_key(&secret), &public)?;
        let tries = u8::try_from(case.get("try_and_increment_ctr")?.number()?);
        let tries = tries.map_err(|_| case.not("a counter"))?;
        let hashed = Some((case.get("H")?.bytes32()?, tries));
        report.equal(&place("H"), &vrf::hash_to_point(&public, &alpha), &hashed)?;
        let proof = case.get("pi")?.bytes()?;
        report.equal(&place("pi"), &vrf::prove(&secret, &alpha).to_vec(), &proof)?;
        let beta = vrf::verify(&public, &alpha, &proof).map(|beta| beta.to_vec());
        report.equal(&place("beta"), &beta, &Ok(case.get("beta")?.bytes()?))?;
    }
    for case in file.list("must_fail")? {
        let public = case.get("public_key")?.bytes32()?;
        let proof = case.get("pi")?.bytes()?;
        let found = vrf::verify(&public, &case.get("alpha")?.bytes()?, &proof).err();
        let place = format!("{} ({})", case.place, case.get("name")?.text()?);
        report.equal(&place, &found, &Some(error(&case.get("reason")?)?))?;
    }
    Ok(report)
}

fn error(reason: &Case) -> Result<VrfError, String> {
    match reason.text()? {
        "pk-small-order" | "pk-non-canonical" => Ok(VrfError::Key),
        "pi-length" => Ok(VrfError::Length),
        "gamma-encoding" | "gamma-non-canonical" => Ok(VrfError::Gamma),
        "s-not-below-q" => Ok(VrfError::Scalar),
        "challenge-mismatch" => Ok(VrfError::Challenge),
        _ => Err(reason.not("a known reason")),
    }
}
