//! What a rule counts: valid by construction, in canonical order, with a digest.
//!
//! [`Instance::digest`] hashes everything that decides and nothing else: option ids, costs,
//! withdrawn options, seats, budget, constraints and ballots; for a pool people, features, quotas and seats.
//! Names, file names and line numbers are not in it, so a file and its conversion agree.

mod constraints;
mod pool;

pub use constraints::{Adjustable, Category, Constraint, Constraints, Pot};
pub use pool::{Feature, FeatureValue, Miss, Pool, PoolError};

use crate::ballot::{BallotKind, Limits};
use crate::digest::{Digest, Hasher};
use crate::id::{Id, IdVec, OptionId, PersonId};
use crate::json::{Value, write_string};
use crate::num::Scale;
use crate::profile::{Lookup, Profile};

/// The options of a contest, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Options {
    ids: Lookup,
    names: IdVec<OptionId, String>,
    withdrawn: IdVec<OptionId, bool>,
}

impl Options {
    /// No options yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends an option with its id and display name; `Err` with the earlier one when the id
    /// is taken.
    pub fn push(&mut self, id: &str, name: &str) -> Result<OptionId, OptionId> {
        let option = OptionId(self.ids.insert(id).map_err(OptionId)?);
        self.names.push(name.to_owned());
        self.withdrawn.push(false);
        Ok(option)
    }

    /// Marks an option as withdrawn: it stays on the ballots and can win nothing.
    pub fn withdraw(&mut self, option: OptionId) {
        self.withdrawn[option] = true;
    }

    /// True when the option was withdrawn.
    pub fn is_withdrawn(&self, option: OptionId) -> bool {
        self.withdrawn[option]
    }

    /// Number of options, withdrawn ones included.
    pub fn len(&self) -> u32 {
        self.ids.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// All ids in file order.
    pub fn all(&self) -> impl DoubleEndedIterator<Item = OptionId> + ExactSizeIterator + use<> {
        (0..self.len()).map(OptionId)
    }

    /// The options that were not withdrawn, in file order.
    pub fn standing(&self) -> impl Iterator<Item = OptionId> {
        self.all().filter(|option| !self.withdrawn[*option])
    }

    /// The option with this id.
    pub fn find(&self, id: &str) -> Option<OptionId> {
        self.ids.find(id).map(OptionId)
    }

    /// The id of an option: what reports, ties and tickets use.
    pub fn id(&self, option: OptionId) -> &str {
        self.ids.text(option.number()).unwrap_or_default()
    }

    /// The display name of an option (its id where the file has no names).
    pub fn name(&self, option: OptionId) -> &str {
        self.names.get(option).map_or("", String::as_str)
    }
}

/// A contest: options, ballots of one kind, and how many are to be elected.
#[derive(Clone, Debug)]
pub struct Contest {
    /// The options.
    pub options: Options,
    /// The ballots.
    pub profile: Profile,
    /// Places to fill.
    pub seats: u32,
    /// The limits that ballots were checked against, for rules that check again.
    pub limits: Limits,
}

/// Budget voting: projects with costs, a budget, and ballots.
#[derive(Clone, Debug)]
pub struct Budget {
    /// The projects.
    pub options: Options,
    /// Cost of each project, in minor units.
    pub costs: IdVec<OptionId, u64>,
    /// The budget, in minor units.
    pub budget: u64,
    /// Minor units: `10^-scale` of the currency.
    pub scale: Scale,
    /// The ballots: approvals, rankings or scores.
    pub profile: Profile,
    /// The limits that ballots were checked against.
    pub limits: Limits,
    /// What restricts the choice beside the budget.
    pub constraints: Constraints,
    /// Votes that are known only as a total per project (paper cards counted by hand), beside
    /// the ballots of the profile.
    pub totals: Option<IdVec<OptionId, u64>>,
}

impl Budget {
    /// An amount as decimal text in the currency.
    pub fn text(&self, amount: u64) -> String {
        self.scale.text(amount)
    }
}

/// Everything a rule can count.
#[derive(Clone, Debug)]
pub enum Instance {
    /// Options and ballots.
    Contest(Contest),
    /// Projects, costs and ballots.
    Budget(Budget),
    /// Volunteers, features and quotas.
    Pool(Pool),
}

/// The type a rule takes: one of the kinds of instance.
pub trait Input: Sized {
    /// The word of this kind: `contest`, `budget` or `pool`.
    const KIND: &'static str;
    /// This kind of instance, if it is one.
    fn of(instance: &Instance) -> Option<&Self>;
}

macro_rules! inputs {
    ($($variant:ident $word:literal)+) => {$(
        impl Input for $variant {
            const KIND: &'static str = $word;
            fn of(instance: &Instance) -> Option<&Self> {
                match instance { Instance::$variant(input) => Some(input), _ => None }
            }
        }
    )+};
}

inputs! { Contest "contest" Budget "budget" Pool "pool" }

impl Instance {
    /// The word of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Contest(_) => Contest::KIND,
            Self::Budget(_) => Budget::KIND,
            Self::Pool(_) => Pool::KIND,
        }
    }

    /// The kind of its ballots; a pool has none.
    pub fn ballot_kind(&self) -> Option<BallotKind> {
        self.profile().map(Profile::kind)
    }

    /// Its ballots; a pool has none.
    pub fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Contest(contest) => Some(&contest.profile),
            Self::Budget(budget) => Some(&budget.profile),
            Self::Pool(_) => None,
        }
    }

    /// Its options; a pool has none.
    pub fn options(&self) -> Option<&Options> {
        match self {
            Self::Contest(contest) => Some(&contest.options),
            Self::Budget(budget) => Some(&budget.options),
            Self::Pool(_) => None,
        }
    }

    /// Seats to fill; 1 for a budget, where it means nothing.
    pub fn seats(&self) -> u32 {
        match self {
            Self::Contest(contest) => contest.seats,
            Self::Budget(_) => 1,
            Self::Pool(pool) => pool.seats,
        }
    }

    /// SHA-256 of the canonical JSON of this instance (see `docs/spec/report-v1.md`), streamed:
    /// a million ballots are hashed without a copy.
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::new();
        self.write(&mut |bytes| hasher.update(bytes));
        hasher.finish()
    }

    /// Writes the canonical JSON of this instance.
    pub fn write(&self, out: &mut dyn FnMut(&[u8])) {
        match self {
            Self::Contest(contest) => {
                write_profile(&contest.profile, out);
                head(
                    &[
                        ("kind", Value::from(Contest::KIND)),
                        ("options", option_values(&contest.options)),
                    ],
                    out,
                );
                head(&[("seats", Value::from(contest.seats))], out);
                tail(&contest.options, out);
            }
            Self::Budget(budget) => {
                write_profile(&budget.profile, out);
                let costs = budget
                    .costs
                    .values()
                    .map(|cost| Value::from(budget.text(*cost)))
                    .collect::<Vec<_>>();
                head(&[("budget", Value::from(budget.text(budget.budget)))], out);
                if let Some(constraints) = budget.constraints_value() {
                    head(&[("constraints", constraints)], out);
                }
                head(
                    &[
                        ("costs", Value::Array(costs)),
                        ("kind", Value::from(Budget::KIND)),
                        ("options", option_values(&budget.options)),
                    ],
                    out,
                );
                tail(&budget.options, out);
            }
            Self::Pool(pool) => pool.to_value().write_canonical(out),
        }
    }
}

/// `{"ballots":{...}` with one array per class: `[papers, weight, codes, points?]`.
fn write_profile(profile: &Profile, out: &mut dyn FnMut(&[u8])) {
    out(b"{\"ballots\":{\"classes\":[");
    let mut line = String::new();
    for class in profile.classes() {
        line.clear();
        if class.id.0 > 0 {
            line.push(',');
        }
        line.push_str("[\"");
        line.push_str(&class.papers.to_string());
        line.push_str("\",\"");
        line.push_str(&class.weight.to_string());
        line.push_str("\",[");
        push_numbers(class.codes().map(i64::from), &mut line);
        line.push(']');
        if profile.kind().has_points() {
            line.push_str(",[");
            push_numbers(class.scored().map(|(_, points)| points), &mut line);
            line.push(']');
        }
        line.push(']');
        out(line.as_bytes());
    }
    out(b"],\"kind\":");
    write_string(profile.kind().word(), out);
    out(b",\"weight_scale\":");
    out(profile.weight_scale().0.to_string().as_bytes());
    out(b"}");
}

fn push_numbers(numbers: impl Iterator<Item = i64>, line: &mut String) {
    for (at, number) in numbers.enumerate() {
        if at > 0 {
            line.push(',');
        }
        line.push_str(&number.to_string());
    }
}

fn head(fields: &[(&str, Value)], out: &mut dyn FnMut(&[u8])) {
    for (key, value) in fields {
        out(b",");
        write_string(key, out);
        out(b":");
        value.write_canonical(out);
    }
}

/// The last field and the closing brace: withdrawn options by id.
fn tail(options: &Options, out: &mut dyn FnMut(&[u8])) {
    let withdrawn: Vec<Value> = options
        .all()
        .filter(|o| options.is_withdrawn(*o))
        .map(|o| Value::from(options.id(o)))
        .collect();
    head(&[("withdrawn", Value::Array(withdrawn))], out);
    out(b"}");
}

fn option_values(options: &Options) -> Value {
    Value::Array(
        options
            .all()
            .map(|option| Value::from(options.id(option)))
            .collect(),
    )
}

/// Ids of options or people as text, for events and outcomes.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a>(pub &'a Instance);

impl Labels<'_> {
    /// The id of an option.
    pub fn option(&self, option: OptionId) -> Value {
        Value::from(self.0.options().map_or("", |options| options.id(option)))
    }

    /// The ids of options, in order.
    pub fn options(&self, options: &[OptionId]) -> Value {
        Value::Array(options.iter().map(|option| self.option(*option)).collect())
    }

    /// The id of a person.
    pub fn person(&self, person: PersonId) -> Value {
        match self.0 {
            Instance::Pool(pool) => Value::from(pool.id(person)),
            _ => Value::Null,
        }
    }

    /// The ids of people, in order.
    pub fn people(&self, people: &[PersonId]) -> Value {
        Value::Array(people.iter().map(|person| self.person(*person)).collect())
    }
}

/// A JSON object from owned pairs.
pub(crate) fn object(mut pairs: Vec<(&str, Value)>) -> Value {
    Value::fields(&mut pairs)
}
