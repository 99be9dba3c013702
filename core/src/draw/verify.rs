//! The verdict on a transcript: every check of draw/v1, 2.8, in the order of its table.
//!
//! A check is a function that reads like its row: what passes, what else happens, and why it is
//! there. `json` and `schema` end the run; all other checks are made whatever the others found,
//! each from the manifest and the evidence and never from what the transcript claims follows from
//! them. So one fault shows in every place that it reaches.

mod anchors;
mod attempts;
mod beacon;
mod case;
mod chances;
mod derived;
mod draws;
mod facts;
mod lists;
mod notes;
mod opened;
pub(super) mod panels;
mod pool;
pub(super) mod side;
mod sources;

use super::limits;
use super::schema::{SchemaError, Transcript};
use super::trust::Trust;
use super::verdict::{Check, Finding, Verdict, check};
use crate::json::{JsonError, Limits, Value, parse_with};
use case::Case;

/// What no transcript shows ("said with every verdict").
const UNSHOWN: [&str; 5] = [
    "eligible",
    "independent",
    "fairest",
    "friends",
    "afterwards",
];

/// Checks a transcript of draw/v1 with whatever its reader trusts.
///
/// Takes the bytes as they are in the file; at most 16 MiB, and side files of at most 1 GiB.
pub fn verify(transcript: &[u8], trust: &Trust<'_>) -> Verdict {
    let value = match parse_with(transcript, &json_limits(trust)) {
        Ok(value) => value,
        Err(error) => return Verdict::of(vec![no_json(&error)], UNSHOWN.to_vec()),
    };
    let json = pass("json", "json-one-reading");
    let transcript = match Transcript::from_value(&value) {
        Ok(transcript) => transcript,
        Err(error) => return Verdict::of(vec![json, no_schema(&error)], UNSHOWN.to_vec()),
    };
    let case = Case::new(&transcript, trust);
    let mut checks = vec![
        json,
        pass("schema", "schema-closed"),
        derived::manifest_hash(&case),
        rehearsal(&case),
        sources::evidence_count(&case),
        sources::sources(&case),
        sources::beacon_present(&case),
        beacon::draw_time(&case),
        sources::dice_format(&case),
        sources::list_format(&case),
        sources::commitment(&case),
        sources::reveal_order(&case),
        beacon::drand_chain(&case),
        beacon::drand_round(&case),
        beacon::drand_signature(&case),
        beacon::not_before(&case),
        notes::signatures(&case),
        notes::expected_manifest(&case),
        notes::organiser_signature(&case),
        notes::party_signatures(&case),
        anchors::anchors(&case),
        anchors::manifest_anchored(&case),
        notes::reveals_witnessed(&case),
        attempts::attempts(&case),
        derived::source_digests(&case),
        derived::seed(&case),
        draws::draw_labels(&case),
        draws::panel_draw(&case),
        draws::sample_size(&case),
        draws::ticket_ids(&case),
        derived::draw_keys(&case),
    ];
    checks.extend(derived::each_draw_key(&case));
    checks.push(draws::results(&case));
    checks.extend(draws::each_result(&case));
    checks.extend([
        opened::opened(&case),
        opened::opened_index(&case),
        opened::opened_panel(&case),
        opened::opened_path(&case),
        lists::panel_list(&case),
        lists::panel_quotas(&case),
        chances::panel_chances(&case),
    ]);
    let mut verdict = Verdict::of(checks, UNSHOWN.to_vec());
    verdict.facts = facts::facts(&case);
    verdict.purpose.clone_from(&transcript.manifest.purpose);
    verdict.members = facts::members(&transcript);
    verdict
}

fn json_limits(trust: &Trust<'_>) -> Limits {
    Limits {
        depth: limits::NESTING,
        bytes: limits::FILE_BYTES,
        is_nfc: Some(trust.nfc),
    }
}

fn no_json(error: &JsonError) -> Check {
    let args = vec![
        error.code.to_owned(),
        error.line.to_string(),
        error.column.to_string(),
    ];
    fail("json", "json-refused", args)
}

fn no_schema(error: &SchemaError) -> Check {
    let args = vec![error.pointer.clone(), error.expected.to_owned()];
    fail("schema", "schema-differs", args)
}

/// `rehearsal`: absent, else UNPROVEN. "`rehearsal:true` is never PASS" (closed point 13).
fn rehearsal(case: &Case<'_>) -> Check {
    if case.manifest.rehearsal {
        unproven("rehearsal", "rehearsal-marked", vec![])
    } else {
        pass("rehearsal", "rehearsal-none")
    }
}

fn pass(name: &'static str, code: &'static str) -> Check {
    check(name, Finding::Pass, code, vec![])
}

fn pass_with(name: &'static str, code: &'static str, args: Vec<String>) -> Check {
    check(name, Finding::Pass, code, args)
}

fn fail(name: &'static str, code: &'static str, args: Vec<String>) -> Check {
    check(name, Finding::Fail, code, args)
}

fn unproven(name: &'static str, code: &'static str, args: Vec<String>) -> Check {
    check(name, Finding::Unproven, code, args)
}

/// A finding, its code and the arguments of its sentence.
type Fault = (Finding, &'static str, Vec<String>);

/// What a check met: what passes, or the first fault.
type Met = Result<(&'static str, Vec<String>), Fault>;

fn wrong(code: &'static str, args: Vec<String>) -> Fault {
    (Finding::Fail, code, args)
}

fn open(code: &'static str, args: Vec<String>) -> Fault {
    (Finding::Unproven, code, args)
}

/// The check of what was met.
fn of(name: &'static str, met: Met) -> Check {
    match met {
        Ok((code, args)) => check(name, Finding::Pass, code, args),
        Err((finding, code, args)) => check(name, finding, code, args),
    }
}

/// Whether a claim is this text, by canonical bytes.
fn is_text(claim: &Value, computed: &str) -> bool {
    claim.as_str() == Some(computed)
}

#[cfg(test)]
mod tests;
