//! RFC 6962 and RFC 9162: roots, inclusion and consistency.

use isonomia::digest::unhex32;
use isonomia::lottery::merkle::{self, Hash};

use super::Report;
use super::case::Case;

/// Checks `merkle-rfc6962.json`.
///
/// # Errors
///
/// The first root, path or verdict that differs.
pub fn check_merkle_rfc6962(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&[
        "source",
        "definitions",
        "leaves",
        "leaf_hashes",
        "roots_by_size",
        "inclusion",
        "consistency",
        "published_inclusion_cases",
        "published_consistency_cases",
    ])?;
    let mut report = Report::default();
    let mut leaves = Vec::new();
    for (leaf, hash) in file.pairs("leaves", "leaf_hashes")? {
        leaves.push(merkle::leaf(&leaf.bytes()?));
        report.equal(
            &leaf.place,
            leaves.last().unwrap_or(&[0; 32]),
            &hash.bytes32()?,
        )?;
    }
    for (size, case) in file.list("roots_by_size")?.iter().enumerate() {
        let first = leaves
            .get(..size)
            .ok_or_else(|| case.not("a size of the list"))?;
        report.equal(&case.place, &merkle::root(first), &case.bytes32()?)?;
    }
    for case in file.list("inclusion")? {
        let size = usize::try_from(case.get("tree_size")?.number_u64()?).unwrap_or(usize::MAX);
        let first = leaves
            .get(..size)
            .ok_or_else(|| case.not("a size of the list"))?;
        let ours = merkle::path(case.get("index")?.number_u64()?, first);
        report.equal(&case.place, &ours, &proof(&case)?)?;
        report.equal(&case.place, &inclusion(&case)?, &true)?;
    }
    for case in file.list("consistency")? {
        report.equal(&case.place, &consistency(&case)?, &true)?;
    }
    for case in file.list("published_inclusion_cases")? {
        let valid = case.get("valid")?.value == true;
        report.equal(&case.place, &inclusion(&case)?, &valid)?;
    }
    for case in file.list("published_consistency_cases")? {
        let valid = case.get("valid")?.value == true;
        report.equal(&case.place, &consistency(&case)?, &valid)?;
    }
    Ok(report)
}

/// A hash of another length than 32 bytes is no hash: the proof is refused before it is walked.
fn proof(case: &Case) -> Result<Option<Vec<Hash>>, String> {
    let hashes = case.list("proof")?;
    let hashes = hashes.iter().map(|hash| Ok(unhex32(hash.text()?).ok()));
    hashes.collect()
}

fn inclusion(case: &Case) -> Result<bool, String> {
    let leaf = unhex32(case.get("leaf_hash")?.text()?);
    let root = unhex32(case.get("root")?.text()?);
    let (index, size) = (
        case.get("index")?.number_u64()?,
        case.get("tree_size")?.number_u64()?,
    );
    Ok(match (leaf, root, proof(case)?) {
        (Ok(leaf), Ok(root), Some(proof)) => merkle::verify(index, size, &leaf, &proof, &root),
        _ => false,
    })
}

fn consistency(case: &Case) -> Result<bool, String> {
    let (root1, root2) = (case.get("root1")?, case.get("root2")?);
    let (size1, size2) = (
        case.get("size1")?.number_u64()?,
        case.get("size2")?.number_u64()?,
    );
    Ok(
        match (unhex32(root1.text()?), unhex32(root2.text()?), proof(case)?) {
            (Ok(root1), Ok(root2), Some(proof)) => {
                merkle::verify_consistency(size1, size2, &root1, &root2, &proof)
            }
            _ => false,
        },
    )
}
