//! A row of the registry: a rule without its types.

use super::paper::{self, PaperParams};
use super::{Count, CountError, Meta, Rule, Seats, Weights};
use crate::instance::{Budget, Constraint, Input, Instance};
use crate::json::Value;
use crate::outcome::Outcome;
use crate::params::{ParamSpec, Params, Presets};
use crate::problem::Problem;

type CountFn = Box<dyn Fn(&Instance, &mut Count<'_>) -> Result<Outcome, CountError>>;

type PrepareFn = fn(&[(String, String)]) -> Result<Prepared, Problem>;

/// A rule of the registry.
#[derive(Clone, Copy)]
pub struct Entry {
    /// What is known of the rule.
    pub meta: &'static Meta,
    /// The word of the kind of instance it counts.
    pub input: &'static str,
    specs: fn() -> Vec<ParamSpec>,
    presets: fn() -> Option<&'static Presets>,
    prepare: PrepareFn,
}

/// A rule with its parameters read and checked.
pub struct Prepared {
    /// The rule.
    pub meta: &'static Meta,
    /// Every effective parameter, as in a report.
    pub params: Value,
    count: CountFn,
    paper: PaperParams,
}

impl Entry {
    /// The row of a rule.
    pub const fn of<R: Rule>() -> Self {
        Self {
            meta: &R::META,
            input: R::Input::KIND,
            specs: R::Params::specs,
            presets: R::Params::presets,
            prepare: prepare::<R>,
        }
    }

    /// How many of these rules are of a family.
    pub const fn count(rules: &[Self], family: &str) -> usize {
        let (mut at, mut count) = (0, 0);
        while at < rules.len() {
            if rules[at].is_of(family) {
                count += 1;
            }
            at += 1;
        }
        count
    }

    /// Those of these rules that are of a family, of which there must be `N` ([`Entry::count`]).
    /// Made while compiling, so that nothing but the family is linked.
    pub const fn family<const N: usize>(rules: &[Self], family: &str) -> [Self; N] {
        let mut rows = [rules[0]; N];
        let (mut at, mut count) = (0, 0);
        while at < rules.len() {
            if rules[at].is_of(family) {
                rows[count] = rules[at];
                count += 1;
            }
            at += 1;
        }
        rows
    }

    /// Whether its id begins with the family and a slash.
    const fn is_of(&self, family: &str) -> bool {
        let (id, family) = (self.meta.id.as_bytes(), family.as_bytes());
        if id.len() <= family.len() || id[family.len()] != b'/' {
            return false;
        }
        let mut at = 0;
        while at < family.len() {
            if id[at] != family[at] {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Its options, in declared order; those of the paper of a budget vote last.
    pub fn specs(&self) -> Vec<ParamSpec> {
        let mut specs = self.own_specs();
        if self.has_paper() {
            specs.extend(paper::specs());
        }
        specs
    }

    /// The options that are the rule's own.
    pub fn own_specs(&self) -> Vec<ParamSpec> {
        (self.specs)()
    }

    /// Whether the options of the paper of a budget vote belong to it ([`paper`]).
    pub fn has_paper(&self) -> bool {
        self.input == Budget::KIND
    }

    /// The kinds of constraint that it takes into account, by itself or with the paper.
    pub fn observes(&self) -> Vec<Constraint> {
        let paper = Constraint::ALL
            .into_iter()
            .filter(|kind| kind.is_of_paper());
        let mut kinds = self.meta.observes.to_vec();
        kinds.extend(paper.filter(|_| self.has_paper()));
        crate::sort::sort(&mut kinds);
        kinds.dedup();
        kinds
    }

    /// Reads its parameters from `name=text` pairs.
    pub fn prepare(&self, params: &[(String, String)]) -> Result<Prepared, Problem> {
        if !self.has_paper() {
            return (self.prepare)(params);
        }
        let (paper, own) = paper::split(params, (self.presets)())?;
        let mut prepared = (self.prepare)(&own)?;
        prepared.params = paper.beside(prepared.params);
        prepared.paper = paper;
        Ok(prepared)
    }

    /// All that is known of the rule before it counts, as JSON for lists and catalogues.
    pub fn to_value(&self) -> Value {
        let meta = self.meta;
        let texts = |items: Vec<&str>| Value::Array(items.into_iter().map(Value::from).collect());
        let params = self.specs().into_iter().map(|spec| {
            let words = spec.words.iter().map(|(word, doc)| {
                Value::object([
                    ("word", Value::from(*word)),
                    ("doc", Value::from(doc.trim())),
                ])
            });
            Value::object([
                ("name", Value::from(spec.name)),
                ("doc", Value::from(spec.doc)),
                ("default", Value::from(spec.default)),
                ("expected", Value::from(spec.expected)),
                ("words", Value::Array(words.collect())),
            ])
        });
        Value::object([
            ("id", Value::from(meta.id)),
            ("revision", Value::from(meta.revision)),
            ("name", Value::from(meta.name)),
            ("family", Value::from(meta.family())),
            ("summary", Value::from(meta.summary)),
            ("citations", texts(meta.citations.to_vec())),
            ("input", Value::from(self.input)),
            (
                "ballots",
                texts(meta.ballots.iter().map(|kind| kind.word()).collect()),
            ),
            (
                "weights",
                Value::from(match meta.weights {
                    Weights::Refused => "refused",
                    Weights::Counted => "counted",
                }),
            ),
            (
                "seats",
                Value::from(match meta.seats {
                    Seats::One => "one",
                    Seats::Many => "many",
                    Seats::None => "none",
                }),
            ),
            (
                "ties",
                texts(meta.ties.iter().map(|rule| rule.word()).collect()),
            ),
            ("needs_seed", Value::from(meta.needs_seed)),
            (
                "observes",
                texts(self.observes().iter().map(|kind| kind.word()).collect()),
            ),
            ("params", Value::Array(params.collect())),
        ])
    }

    /// Whether the rule can count this kind of instance and ballot; the problem says why not.
    pub fn accepts(&self, instance: &Instance) -> Result<(), Problem> {
        accepts(self.meta, self.input, instance)
    }
}

fn prepare<R: Rule>(pairs: &[(String, String)]) -> Result<Prepared, Problem> {
    let params = R::Params::parse(pairs)?;
    Ok(Prepared {
        meta: &R::META,
        params: params.to_value(),
        count: Box::new(move |instance, cx| {
            accepts(&R::META, R::Input::KIND, instance)?;
            match R::Input::of(instance) {
                Some(input) => R::count(input, &params, cx),
                None => Err(wrong_input(R::Input::KIND, instance).into()),
            }
        }),
        paper: PaperParams::default(),
    })
}

impl Prepared {
    /// Counts.
    pub fn count(&self, instance: &Instance, cx: &mut Count<'_>) -> Result<Outcome, CountError> {
        match instance {
            Instance::Budget(budget) if !self.paper.is_plain(budget) => {
                self.paper
                    .count(budget, &*self.count, self.meta.observes, cx)
            }
            instance => (self.count)(instance, cx),
        }
    }
}

fn accepts(meta: &Meta, input: &str, instance: &Instance) -> Result<(), Problem> {
    if instance.kind() != input {
        return Err(wrong_input(input, instance));
    }
    if meta.seats == Seats::One && instance.seats() != 1 {
        return Err(Problem::error("seats-not-accepted")
            .path(meta.id)
            .found(instance.seats().to_string())
            .expected("1"));
    }
    if let Instance::Budget(budget) = instance {
        let present = budget.constrained_by();
        let observed = |kind: &Constraint| meta.observes.contains(kind) || kind.is_of_paper();
        if let Some(ignored) = present.iter().find(|kind| !observed(kind)) {
            let expected: Vec<&str> = meta.observes.iter().map(|kind| kind.word()).collect();
            return Err(Problem::error("constraint-not-observed")
                .path(meta.id)
                .found(ignored.word())
                .expected(expected.join(" or ")));
        }
    }
    let Some(profile) = instance.profile() else {
        return Ok(());
    };
    if !meta.ballots.contains(&profile.kind()) {
        let expected: Vec<&str> = meta.ballots.iter().map(|kind| kind.word()).collect();
        return Err(Problem::error("ballots-not-accepted")
            .path(meta.id)
            .found(profile.kind().word())
            .expected(expected.join(" or ")));
    }
    if profile.is_weighted() && meta.weights == Weights::Refused {
        return Err(Problem::error("weights-refused")
            .path(meta.id)
            .expected("papers that weigh one each"));
    }
    Ok(())
}

fn wrong_input(expected: &str, instance: &Instance) -> Problem {
    Problem::error("input-not-accepted")
        .found(instance.kind())
        .expected(expected)
}
