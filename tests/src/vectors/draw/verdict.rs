//! The verdict on the worked transcript, and on each that is changed in one place.

use isonomia::draw::{Check, Finding, Trust, Verdict, verify};
use serde_json::Value;

use crate::vectors::Report;
use crate::vectors::case::Case;

pub(super) fn check(report: &mut Report, section: &Case) -> Result<(), String> {
    let document = section.get("document")?;
    let verdict = verdict_on(&document.value);
    // "every check passes; no anchor is present, so proof of time is missing and the verdict is
    // UNPROVEN"
    let failed = failed_ids(&verdict);
    report.equal(&document.place, &failed, &Vec::new())?;
    report.equal(&document.place, &verdict.verdict, &Finding::Unproven)?;
    for case in section.list("must_fail")? {
        let pointer = case.get("pointer")?;
        let mut changed = document.value.clone();
        let at = changed.pointer_mut(pointer.text()?);
        *at.ok_or_else(|| pointer.not("a place of the document"))? = case.get("value")?.value;
        let verdict = verdict_on(&changed);
        report.equal(&case.place, &verdict.verdict, &Finding::Fail)?;
        let failed = failed_ids(&verdict);
        for name in case.list("failed_checks")? {
            let name = name.text()?.to_owned();
            report.equal(
                &case.place,
                &(failed.contains(&name), &name),
                &(true, &name),
            )?;
        }
    }
    Ok(())
}

fn verdict_on(document: &Value) -> Verdict {
    let trust = Trust::none(unicode_normalization::is_nfc);
    verify(document.to_string().as_bytes(), &trust)
}

fn failed_ids(verdict: &Verdict) -> Vec<String> {
    let checks = verdict.checks.iter();
    let failed = checks.filter(|check| check.finding == Finding::Fail);
    failed.map(Check::id).collect()
}
