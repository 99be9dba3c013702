//! draw/v1: encodings, streams, samples, tickets, the derivations of its worked transcript, and
//! the verdicts on it and on what was changed in it.

mod transcript;
mod verdict;

use std::num::NonZeroU32;

use isonomia::digest::{Digest, hex};
use isonomia::json::{self, Limits};
use isonomia::lottery::{
    Stream, commitment, first_round_at_or_after, tagged_hash, ticket, ticket_order,
};

use super::Report;
use super::case::Case;
use super::chacha20::check_words;

/// Checks `draw-v1.json`.
///
/// # Errors
///
/// The first value that differs, or a section that nothing checks.
pub fn check_draw_v1(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&[
        "source",
        "definitions",
        "hash",
        "hash_preimage_example",
        "canonical_json",
        "stream_u64",
        "below",
        "below_mixed_sequence",
        "below_must_reject",
        "sample",
        "sample_must_reject",
        "weighted",
        "tickets",
        "transcript",
        "commitments",
        "first_round_at_or_after",
    ])?;
    let mut report = Report::default();
    hashes(&mut report, &file)?;
    canonical_json(&mut report, &file.get("canonical_json")?)?;
    for case in file.list("stream_u64")? {
        check_words(&mut report, &case)?;
    }
    below(&mut report, &file)?;
    samples(&mut report, &file)?;
    weighted(&mut report, &file.get("weighted")?)?;
    tickets(&mut report, &file.get("tickets")?)?;
    for case in file.list("commitments")? {
        let (party, secret) = (case.get("party")?, case.get("secret")?.bytes32()?);
        let ours = commitment(party.text()?, &secret);
        report.equal(&case.place, &ours, &case.get("commitment")?.bytes32()?)?;
    }
    rounds(&mut report, &file.get("first_round_at_or_after")?)?;
    transcript::check(&mut report, &file.get("transcript")?)?;
    verdict::check(&mut report, &file.get("transcript")?)?;
    Ok(report)
}

fn hashes(report: &mut Report, file: &Case) -> Result<(), String> {
    let example = file.get("hash_preimage_example")?;
    let mut cases = file.list("hash")?;
    cases.push(example.clone());
    for case in cases {
        let parts = case.list("parts_hex")?;
        let parts: Result<Vec<Vec<u8>>, String> = parts.iter().map(Case::bytes).collect();
        let parts = parts?;
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let ours = tagged_hash(case.get("tag")?.text()?, &parts);
        report.equal(&case.place, &ours, &case.get("digest")?.bytes32()?)?;
    }
    let preimage = Digest::of(&example.get("preimage_hex")?.bytes()?).into_bytes();
    report.equal(
        &example.place,
        &preimage,
        &example.get("digest")?.bytes32()?,
    )
}

fn canonical_json(report: &mut Report, section: &Case) -> Result<(), String> {
    let limits = Limits {
        is_nfc: Some(unicode_normalization::is_nfc),
        ..Limits::default()
    };
    for case in section.list("accept")? {
        let text = case.get("text")?;
        let value = json::parse_with(text.text()?.as_bytes(), &limits)
            .map_err(|error| format!("{}: {error}", case.place))?;
        report.equal(
            &case.place,
            &value.canonical(),
            &case.get("canonical_hex")?.bytes()?,
        )?;
        report.equal(
            &case.place,
            &value.sha256(),
            &case.get("sha256")?.bytes32()?,
        )?;
    }
    for case in section.list("reject")? {
        let (text, reason) = (case.get("text")?, case.get("reason")?);
        let ours = json::parse_with(text.text()?.as_bytes(), &limits).map_err(|error| error.code);
        let code = match reason.text()? {
            "integer-out-of-range" => "integer-range",
            "non-ascii-key" => "key-not-ascii",
            // To a tokenizer `NaN` is a word like any other.
            "not-a-json-number" => "syntax",
            other => other,
        };
        report.equal(&case.place, &ours.err(), &Some(code))?;
    }
    Ok(())
}

fn below(report: &mut Report, file: &Case) -> Result<(), String> {
    for case in file.list("below")? {
        let mut stream = Stream::new(case.get("key")?.bytes32()?);
        let n = case.get("n")?.number()?;
        for (value, used) in case.pairs("values", "words_used_after_each")? {
            report.equal(&value.place, &stream.below(n), &Ok(value.number_u64()?))?;
            report.equal(&used.place, &stream.words_used(), &used.number_u64()?)?;
        }
    }
    let mixed = file.get("below_mixed_sequence")?;
    let mut stream = Stream::new(mixed.get("key")?.bytes32()?);
    for row in mixed.list("rows_n_value_words_used")? {
        let [n, value, used] = &row.items()?[..] else {
            return Err(row.not("three values"));
        };
        report.equal(
            &row.place,
            &stream.below(n.number()?),
            &Ok(value.number_u64()?),
        )?;
        report.equal(&row.place, &stream.words_used(), &used.number_u64()?)?;
    }
    for n in file.list("below_must_reject")? {
        let mut stream = Stream::new([0; 32]);
        report.equal(&n.place, &stream.below(n.number()?).is_err(), &true)?;
        report.equal(&n.place, &stream.words_used(), &0)?;
    }
    Ok(())
}

fn samples(report: &mut Report, file: &Case) -> Result<(), String> {
    for case in file.list("sample")? {
        let mut stream = Stream::new(case.get("key")?.bytes32()?);
        let (n, k) = (case.get("n")?.number_u64()?, case.get("k")?.number_u64()?);
        let values = case.list("values")?;
        let values: Result<Vec<u64>, String> = values.iter().map(Case::number_u64).collect();
        report.equal(&case.place, &stream.sample(n, k), &Ok(values?))?;
        let used = case.get("words_used")?.number_u64()?;
        report.equal(&case.place, &stream.words_used(), &used)?;
    }
    for case in file.list("sample_must_reject")? {
        let (n, k) = (case.get("n")?.number_u64()?, case.get("k")?.number_u64()?);
        let refused = Stream::new([0; 32]).sample(n, k).is_err();
        report.equal(&case.place, &refused, &true)?;
    }
    Ok(())
}

fn weighted(report: &mut Report, case: &Case) -> Result<(), String> {
    let weights = case.list("weights")?;
    let weights: Result<Vec<u64>, String> = weights.iter().map(Case::number_u64).collect();
    let weights = weights?;
    let mut stream = Stream::new(case.get("key")?.bytes32()?);
    for value in case.list("values")? {
        report.equal(
            &value.place,
            &stream.weighted(&weights),
            &Ok(value.number_u64()?),
        )?;
    }
    Ok(())
}

fn tickets(report: &mut Report, section: &Case) -> Result<(), String> {
    let key = section.get("key")?.bytes32()?;
    let cases = section.list("tickets")?;
    let mut ids = Vec::new();
    for case in &cases {
        let id = case.get("id")?.text()?.to_owned();
        let ours = hex(&ticket(key, &id));
        report.equal(&case.place, &ours.as_str(), &case.get("ticket")?.text()?)?;
        ids.push(id);
    }
    let all = section.list("ascending_order")?;
    let all: Result<Vec<&str>, String> = all.iter().map(Case::text).collect();
    let all = all?;
    let ours = ticket_order(key, ids.iter().map(String::as_str));
    report.equal("tickets/ascending_order", &ours, &all)?;

    let fewer = section.list("ascending_order_without_first")?;
    let fewer: Result<Vec<&str>, String> = fewer.iter().map(Case::text).collect();
    let kept = ids
        .iter()
        .map(String::as_str)
        .filter(|id| Some(id) != all.first());
    let ours = ticket_order(key, kept);
    report.equal("tickets/ascending_order_without_first", &ours, &fewer?)
}

fn rounds(report: &mut Report, section: &Case) -> Result<(), String> {
    let time = |case: &Case| case.value.as_i64().ok_or_else(|| case.not("a time"));
    let genesis = time(&section.get("genesis")?)?;
    let period = section.get("period")?;
    let period = u32::try_from(period.number()?)
        .ok()
        .and_then(NonZeroU32::new);
    let period = period.ok_or_else(|| section.not("a period"))?;
    for row in section.list("rows_unix_round")? {
        let [unix, round] = &row.items()?[..] else {
            return Err(row.not("two values"));
        };
        let ours = first_round_at_or_after(genesis, period, time(unix)?);
        report.equal(&row.place, &ours, &round.number_u64()?)?;
    }
    Ok(())
}
