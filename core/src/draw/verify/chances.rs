//! The chances behind the list of panels, counted again.

use super::case::Case;
use super::lists;
use super::{Met, of, open, wrong};
use crate::digest::Digest;
use crate::draw::chances::{Sealed, Unlike, stated};
use crate::draw::verdict::{Check, Finding};

/// `panel-chances`: `algorithm.objective.proof` is the digest of the file of chances, and counted
/// again from the proposals in it, on the sealed pool, chances and list are those sealed; or nothing
/// is stated; or list-audited. FAIL if given and wrong, else UNPROVEN. Stops a list that favours
/// somebody and calls itself fair.
pub(super) fn panel_chances(case: &Case<'_>) -> Check {
    let name = "panel-chances";
    match met(case) {
        Err((Finding::Unproven, code, args)) => {
            lists::audited(case, name).unwrap_or_else(|| super::unproven(name, code, args))
        }
        met => of(name, met),
    }
}

fn met(case: &Case<'_>) -> Met {
    let trust = case.trust;
    let Some(stated) = stated(case.manifest) else {
        return match trust.chances {
            None => Ok(("chances-unclaimed", vec![])),
            Some(_) => Err(wrong("chances-undeclared", vec![])),
        };
    };
    let Some(chances) = trust.chances else {
        return Err(open("chances-not-given", vec![]));
    };
    if Digest::of(chances).tagged() != stated {
        return Err(wrong("chances-digest", vec![]));
    }
    let (Some(pool), Some(panels)) = (trust.pool, trust.panels) else {
        return Err(open("chances-without-lists", vec![]));
    };
    let right = [lists::panel_list(case), lists::panel_quotas(case)];
    if right.iter().any(|check| check.finding != Finding::Pass) {
        return Err(open("chances-other-lists", vec![]));
    }
    let Some(replay) = trust.replay else {
        return Err(open("chances-without-rules", vec![]));
    };
    let sealed = Sealed {
        manifest: case.manifest,
        pool,
        panels,
        chances,
    };
    match replay(&sealed) {
        Ok(again) => {
            let args = vec![again.rule.to_owned(), again.panels.to_string()];
            Ok(("chances-hold", args))
        }
        Err(Unlike::Unknown(rule)) => Err(open("chances-unknown-rule", vec![rule])),
        Err(Unlike::Malformed(place)) => Err(wrong("chances-malformed", vec![place])),
        Err(Unlike::Refused(why)) => Err(wrong("chances-refused", vec![why])),
        Err(Unlike::Differs(place)) => Err(wrong("chances-differ", vec![place])),
        Err(Unlike::Panel(number)) => Err(wrong("chances-panel", vec![number.to_string()])),
    }
}
