//! A certificate as blocks: each claim, what was found, and the witness.

use super::blocks::{Align, Block, Table};
use super::catalogue::{Lang, message, number};
use super::document::Shown;
use crate::certify::{Certified, System, Verdict};
use crate::id::len32;
use crate::instance::Instance;
use crate::num::{Natural, Ratio};
use crate::params::ParamType;

/// The claims about the outcome of a report.
pub fn certificate(found: &[Certified], shown: &Shown<'_>, lang: Lang) -> Vec<Block> {
    let column = |key: &str| (message(lang, key, &[]), Align::Start);
    let rows = found.iter().map(|certified| {
        let claim = certified.claim;
        let name = message(lang, &format!("claim.{}", claim.word()), &[]);
        let by = claim.utility().map(|utility| utility.show());
        let args = [
            ("claim", &*name),
            ("utility", by.as_deref().unwrap_or_default()),
        ];
        let verdict = match &certified.verdict {
            Verdict::Holds | Verdict::Paid(_) => "holds",
            Verdict::Denied(..) | Verdict::Group(..) | Verdict::Never(_) => "fails",
            Verdict::Unknown(_) => "unknown",
        };
        vec![
            message(lang, "claim.by", &args),
            message(lang, &format!("verdict.{verdict}"), &[]),
            witness(&certified.verdict, shown, lang),
        ]
    });
    vec![Block::Table(Table {
        caption: message(lang, "certificate.caption", &[]),
        head: vec![
            column("certificate.claim"),
            column("certificate.verdict"),
            column("certificate.witness"),
        ],
        rows: rows.collect(),
        bars: None,
    })]
}

fn witness(verdict: &Verdict, shown: &Shown<'_>, lang: Lang) -> String {
    let say = |key: &str, args: &[(&str, &str)]| message(lang, &format!("witness.{key}"), args);
    let count = |n: usize| number(lang, &len32(n).to_string());
    match verdict {
        Verdict::Holds => String::new(),
        Verdict::Paid(system) => {
            let (form, endowment, n) = match system {
                System::Prices { endowment, prices } => ("prices", endowment, prices.len()),
                System::Loads { endowment, order } => ("loads", endowment, order.len()),
                System::Payments {
                    endowment,
                    payments,
                } => ("payments", endowment, payments.len()),
            };
            let endowment = hundredths(endowment, shown.instance, lang);
            say(form, &[("endowment", &endowment), ("n", &count(n))])
        }
        Verdict::Denied(option, voters) => {
            let voters = number(lang, &voters.to_string());
            say("denied", &[("name", &shown.name(*option)), ("n", &voters)])
        }
        Verdict::Group(options, _) => say("group", &[("names", &shown.names(options, lang))]),
        Verdict::Never(_) => say("never", &[]),
        Verdict::Unknown(reason) => say(reason, &[]),
    }
}

/// Money with two decimals, rounded down.
fn hundredths(amount: &Ratio, instance: &Instance, lang: Lang) -> String {
    let one = match instance {
        Instance::Budget(budget) => budget.scale.one(),
        _ => 1,
    };
    let hundred = amount * Ratio::from(Natural::from(100u8)) / Ratio::from(Natural::from(one));
    let floor = Natural::try_from(hundred.floor()).unwrap_or_default();
    number(lang, &crate::why::hundredths(&floor))
}
