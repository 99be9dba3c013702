//! What checks of a transcript found, one by one and all together.
//!
//! Shared by rehearsals (`draw.check.*` and `draw.code.*` of the main catalogue) and sealed draws
//! (the catalogue of draws). The verdict is FAIL if any check fails, else UNPROVEN if any is unproven, else PASS (draw/v1,
//! 2.8).

use crate::json::Value;

/// What a check, or all of them, found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It holds.
    Pass,
    /// It cannot be told from what is there.
    Unproven,
    /// It does not hold.
    Fail,
}

impl Finding {
    /// The word of a verdict: `PASS`, `UNPROVEN` or `FAIL`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Unproven => "UNPROVEN",
            Self::Fail => "FAIL",
        }
    }
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name, such as `manifest-hash`; its title stands in the catalogues.
    pub name: &'static str,
    /// Of which draw, for `draw-key:L` and `result:L`; empty for all other checks.
    pub label: String,
    /// What it found.
    pub finding: Finding,
    /// Why, as a code whose sentence stands in the catalogues.
    pub code: &'static str,
    /// Arguments of the sentence, from 0.
    pub args: Vec<String>,
}

impl Check {
    /// The name of the check with the label of its draw: `draw-key:panel`.
    pub fn id(&self) -> String {
        if self.label.is_empty() {
            return self.name.to_owned();
        }
        format!("{}:{}", self.name, self.label)
    }
}

/// Something that is worth saying and decides nothing, such as the smallest chance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// A code whose sentence stands in the catalogues.
    pub code: &'static str,
    /// Arguments of the sentence, from 0.
    pub args: Vec<String>,
}

impl Fact {
    /// A sentence with these arguments.
    pub fn new(code: &'static str, args: &[&str]) -> Self {
        Self {
            code,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        }
    }
}

/// What all checks found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The worst finding.
    pub verdict: Finding,
    /// Every check that was made, in order.
    pub checks: Vec<Check>,
    /// What was learnt beside the checks.
    pub facts: Vec<Fact>,
    /// What no transcript of this kind can show, as codes whose sentences stand in the catalogues.
    pub unshown: Vec<&'static str>,
    /// What the draw was for, as the transcript says; empty where it cannot be read.
    pub purpose: String,
    /// Ids of the panel, as the transcript says.
    pub members: Vec<String>,
}

impl Verdict {
    pub(super) fn of(checks: Vec<Check>, unshown: Vec<&'static str>) -> Self {
        let is = |finding| checks.iter().any(|check| check.finding == finding);
        let verdict = if is(Finding::Fail) {
            Finding::Fail
        } else if is(Finding::Unproven) {
            Finding::Unproven
        } else {
            Finding::Pass
        };
        Self {
            verdict,
            checks,
            facts: Vec::new(),
            unshown,
            purpose: String::new(),
            members: Vec::new(),
        }
    }

    /// The verdict as JSON.
    pub fn to_value(&self) -> Value {
        let texts = |texts: &mut dyn Iterator<Item = &str>| {
            Value::Array(texts.map(Value::from).collect::<Vec<_>>())
        };
        let checks = self.checks.iter().map(|check| {
            Value::object([
                ("args", texts(&mut check.args.iter().map(String::as_str))),
                ("code", Value::from(check.code)),
                ("finding", Value::from(check.finding.word())),
                ("name", Value::from(check.id())),
            ])
        });
        let facts = self.facts.iter().map(|fact| {
            Value::object([
                ("args", texts(&mut fact.args.iter().map(String::as_str))),
                ("code", Value::from(fact.code)),
            ])
        });
        Value::object([
            ("checks", Value::Array(checks.collect())),
            ("facts", Value::Array(facts.collect())),
            (
                "members",
                texts(&mut self.members.iter().map(String::as_str)),
            ),
            ("purpose", Value::from(self.purpose.as_str())),
            ("unshown", texts(&mut self.unshown.iter().copied())),
            ("verdict", Value::from(self.verdict.word())),
        ])
    }
}

pub(super) fn check(
    name: &'static str,
    finding: Finding,
    code: &'static str,
    args: Vec<String>,
) -> Check {
    Check {
        name,
        label: String::new(),
        finding,
        code,
        args,
    }
}

/// PASS with the code of what was found equal, or FAIL with the code of what differs.
pub(super) fn equal(
    name: &'static str,
    same: bool,
    codes: (&'static str, &'static str),
    args: Vec<String>,
) -> Check {
    if same {
        check(name, Finding::Pass, codes.0, args)
    } else {
        check(name, Finding::Fail, codes.1, args)
    }
}
