//! Checking a certificate against report and input, without counting again.
//!
//! Everything is computed from the ballots and the winners; nothing is taken from the certificate
//! but witnesses. One pass over the ballots for each price system, one sort of the supporters of
//! each option for `ejr-plus`; `jr`, `pjr` and `ejr` that hold have no witness, so that all
//! groups are looked at again.

use super::program::Program;
use super::value::{self, FORMAT};
use super::{Claim, Verdict, View, cohesive, ejr_plus, prices, simplex};
use crate::instance::Instance;
use crate::json::{Limits, Value, parse_with};
use crate::num::Ratio;
use crate::problem::Problem;

/// Checks a certificate. `report` is that of the count, as [`crate::audit::read_report`] read it.
/// Returns what does not hold, with its place in the certificate; nothing where all holds.
pub fn check(certificate: &[u8], report: Option<&Value>, instance: &Instance) -> Vec<Problem> {
    match whole(certificate, report, instance) {
        Ok(problems) => problems,
        Err(problem) => vec![problem],
    }
}

fn whole(
    certificate: &[u8],
    report: Option<&Value>,
    instance: &Instance,
) -> Result<Vec<Problem>, Problem> {
    let limits = Limits {
        bytes: usize::MAX,
        ..Limits::default()
    };
    let body = certificate.strip_suffix(b"\n").unwrap_or(certificate);
    let stated = parse_with(body, &limits).map_err(|error| {
        Problem::error("certificate-json")
            .at(error.line, error.column)
            .found(error.detail)
    })?;
    let text = |key: &str| stated.get(key).and_then(Value::as_str).unwrap_or_default();
    let must = |key: &str, expected: &str| {
        if text(key) == expected {
            return Ok(());
        }
        Err(Problem::error("certificate-differs")
            .path(format!("/{key}"))
            .found(text(key))
            .expected(expected))
    };
    must("format", FORMAT)?;
    must("instance", &instance.digest().tagged())?;
    let options = instance.options();
    let winners = options.and_then(|options| value::list(stated.get("winners"), options));
    let winners = winners.ok_or_else(|| {
        Problem::error("certificate-claim")
            .path("/winners")
            .found("winners")
    })?;
    if let Some(report) = report {
        let of = |key: &str| report.get(key).and_then(Value::as_str).unwrap_or_default();
        must("result", of("result"))?;
        must("rule", of("rule"))?;
        let outcome = report.get("outcome");
        let named = ["selected", "elected", "winners"].iter();
        let mut named = named.filter_map(|key| outcome.and_then(|outcome| outcome.get(key)));
        if named.next() != stated.get("winners") {
            return Err(Problem::error("certificate-differs")
                .path("/winners")
                .expected("the winners of the report"));
        }
    }
    let view = View::of(instance, &winners)?;
    let claims = stated
        .get("claims")
        .and_then(Value::as_array)
        .unwrap_or_default();
    let wrong = claims.iter().enumerate().filter_map(|(at, claim)| {
        let flaw = claim_holds(claim, instance, &view).err()?;
        let problem = Problem::error("certificate-claim").path(format!("/claims/{at}"));
        Some(problem.found(flaw))
    });
    Ok(wrong.collect())
}

/// Whether one claim is as stated; else what is wrong.
fn claim_holds(stated: &Value, instance: &Instance, view: &View<'_>) -> Result<(), String> {
    let claim = Claim::read(stated).ok_or("claim")?;
    let holds = match stated.get("verdict").and_then(Value::as_str) {
        Some("holds") => true,
        Some("fails") => false,
        // Nothing is claimed.
        Some("unknown") => return Ok(()),
        _ => return Err("verdict".to_owned()),
    };
    let options = view.options;
    let just = |truth: bool| {
        if truth {
            Ok(())
        } else {
            Err("untrue".to_owned())
        }
    };
    match (claim, holds) {
        (Claim::EjrPlus(utility), _) => {
            let found = ejr_plus(instance, &view.winners, utility).ok_or("utility")?;
            match (found, holds) {
                (Verdict::Holds, true) => Ok(()),
                (Verdict::Denied(option, _), false) => {
                    just(stated.get("option").and_then(Value::as_str) == Some(options.id(option)))
                }
                _ => just(false),
            }
        }
        (Claim::Priceable | Claim::StablePriceable, true) => {
            let system = stated
                .get("system")
                .and_then(|system| value::system(system, view));
            let stable = claim == Claim::StablePriceable;
            prices::check(view, &system.ok_or("system")?, stable)
                .map_err(|flaw| format!("{} {}", flaw.code, flaw.place))
        }
        (Claim::Priceable | Claim::StablePriceable, false) => {
            let texts = stated.get("multipliers").and_then(Value::as_array);
            let multipliers: Option<Vec<Ratio>> = texts
                .map(|texts| texts.iter().map(value::signed).collect())
                .unwrap_or_default();
            let program = Program::of(view, claim == Claim::StablePriceable).ok_or("too-large")?;
            let multipliers = multipliers.ok_or("multipliers")?;
            just(simplex::contradicts(&program.equations, &multipliers))
        }
        (Claim::Cohesive(kind, utility), true) => {
            just(cohesive::find(view, kind, utility) == Verdict::Holds)
        }
        (Claim::Cohesive(kind, utility), false) => {
            let group = value::list(stated.get("options"), options).ok_or("options")?;
            let among = value::list(stated.get("among"), options).ok_or("among")?;
            just(cohesive::is_denied(view, kind, utility, &group, &among))
        }
    }
}
