//! What all rules that give a lottery of panels share: two options, and the way from chances of
//! types to an outcome of people.
//!
//! Chances and their proof need no randomness: with `panels=0` that is the outcome. With
//! `panels=N` there is also a list of `N` panels of people, each with the chance `1/N`, from which
//! a number below `N` takes one. Panels are copied by [`round`](crate::panel::round), the seats of each type are dealt to
//! its people by lot ([`deal`](crate::panel::deal)), and the certificate says under `list` what became of the
//! chances. A list needs a seed: rounding reads the stream `panels/round`, dealing `panels/deal`.

use crate::id::{IdVec, PersonId, TypeId, ix, len32};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::{Integer, Natural, Ratio};
use crate::outcome::Outcome;
use crate::panel::round::{self, Copied, Loss};
use crate::panel::{Counts, Kinds, Lottery, MAX_PANELS, MAX_PLACES, Types, deal};
use crate::problem::Problem;
use crate::rule::{Count, CountError};
use crate::words;

/// The stream that rounds chances to whole panels.
pub const ROUND: &str = "panels/round";

/// The stream that deals the seats of a type to its people.
pub const DEAL: &str = "panels/deal";

words! {
    /// How chances are rounded to a list of equally likely panels.
    pub enum Round {
        /// By lot, then mended so that the least chance and every other change as little as can be found.
        Best = "best",
        /// By lot: each chance is met on average (pipage rounding).
        Pipage = "pipage",
        /// Without lot: no chance moves by more than seats / panels (Beck and Fiala).
        BeckFiala = "beck-fiala",
    }
}

/// The options that every rule with a lottery has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListParams {
    /// How many equally likely panels; 0 for none.
    pub panels: u32,
    /// How chances are rounded to them.
    pub round: Round,
}

/// Declares the options of a rule with a lottery: as [`params!`](crate::params), with `panels` and
/// `round` after the rule's own; `params.list()` gives those two for [`finish`].
macro_rules! lottery_params {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($own:tt)* } $($rest:tt)*) => {
        $crate::params! {
            $(#[$meta])*
            $vis struct $name {
                $($own)*
                /// How many equally likely panels of people are made, of which a number drawn
                /// takes one; 0: chances and their proof only. A list needs a seed.
                pub panels: u32 = 0,
                /// How the chances are rounded to these panels.
                pub round: $crate::rules::shared::panels::Round =
                    $crate::rules::shared::panels::Round::Best,
            }
            $($rest)*
        }

        impl $name {
            /// The options of the list of panels.
            pub fn list(&self) -> $crate::rules::shared::panels::ListParams {
                $crate::rules::shared::panels::ListParams {
                    panels: self.panels,
                    round: self.round,
                }
            }
        }
    };
}
pub(crate) use lottery_params;

/// The outcome of a rule that found a lottery. `certificate` is an object, to which `list` is added
/// where panels are asked for.
///
/// # Errors
/// [`CountError::NoSeed`] where panels are asked for without a seed; `panels-size` for more than
/// [`MAX_PANELS`] or [`MAX_PLACES`].
pub fn finish(
    pool: &Pool,
    types: &Types,
    lottery: &Lottery,
    certificate: Value,
    list: ListParams,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let chances = lottery.chances(types);
    if list.panels == 0 {
        return Ok(outcome(pool, types, &chances, Vec::new(), certificate));
    }
    check_size(list.panels, types.seats())?;
    let copies = match list.round {
        Round::Best | Round::Pipage => round::pipage(lottery, list.panels, &mut cx.stream(ROUND)?),
        Round::BeckFiala => cx.propose(
            "round",
            || Ok(round::propose_frozen(types, lottery, list.panels)),
            |proposal| round::check_frozen(types, lottery, &chances, list.panels, proposal),
        )?,
    };
    let counts = lottery.panels().iter().map(|(counts, _)| counts.clone());
    let mut copied: Copied = counts.zip(copies).collect();
    if list.round == Round::Best {
        copied = round::mend(types, &chances, copied);
    }
    let made = Made {
        panels: round::repeated(&copied),
        method: list.round.word(),
        exact: Some(round::exact(types, lottery, &chances)),
    };
    listed(pool, types, &chances, made, certificate, cx)
}

/// The outcome of a rule that draws panels one by one, each as likely as the others. `chances` are
/// those that it aims at, by type, where it knows them; without, people get the chances that the
/// panels give them. Without panels it is the chances alone.
///
/// # Errors
/// As [`finish`].
pub fn finish_sampled(
    pool: &Pool,
    types: &Types,
    panels: Vec<Counts>,
    chances: Option<&IdVec<TypeId, Ratio>>,
    certificate: Value,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    check_size(len32(panels.len()), types.seats())?;
    let counted = round::shares(types, &panels);
    let chances = chances.unwrap_or(&counted);
    if panels.is_empty() {
        return Ok(outcome(pool, types, chances, Vec::new(), certificate));
    }
    let made = Made {
        panels,
        method: "sampled",
        exact: None,
    };
    listed(pool, types, chances, made, certificate, cx)
}

/// A list of panels before its seats are dealt.
struct Made {
    panels: Vec<Counts>,
    method: &'static str,
    /// The least number of panels that meets the chances exactly.
    exact: Option<Natural>,
}

/// Deals the seats of panels to people, and adds to the certificate what became of the chances.
fn listed(
    pool: &Pool,
    types: &Types,
    chances: &IdVec<TypeId, Ratio>,
    made: Made,
    mut certificate: Value,
    cx: &mut Count<'_>,
) -> Result<Outcome, CountError> {
    let m = len32(made.panels.len());
    let (kinds, numbers) = Kinds::of(pool, types);
    let seats = |counts: &Counts| -> Vec<u32> {
        let of_type = counts.iter().zip(&numbers);
        of_type
            .flat_map(|(count, number)| std::iter::repeat_n(*number, ix(*count)))
            .collect()
    };
    let seats: Vec<Vec<u32>> = made.panels.iter().map(seats).collect();
    let dealt = deal(&seats, &kinds, &mut cx.stream(DEAL)?)
        .map_err(|number| Problem::error("lottery-invalid").found(number.to_string()))?;
    let places = round::places(types, &made.panels);
    let mut fields = vec![
        ("loss", Loss::of(types, chances, &places, m).to_value()),
        ("method", Value::from(made.method)),
        ("panels", Value::from(m)),
        ("repeats", Value::from(dealt.repeats)),
    ];
    fields.extend(
        made.exact
            .map(|exact| ("exact", Value::from(exact.to_string()))),
    );
    if let Value::Object(map) = &mut certificate {
        map.insert("list".to_owned(), object(fields));
    }
    let people = |panel: Vec<u32>| panel.into_iter().map(PersonId).collect();
    let panels = dealt.panels.into_iter().map(people).collect();
    Ok(outcome(pool, types, chances, panels, certificate))
}

/// The outcome; every panel has the same chance.
fn outcome(
    pool: &Pool,
    types: &Types,
    chances: &IdVec<TypeId, Ratio>,
    panels: Vec<Vec<PersonId>>,
    certificate: Value,
) -> Outcome {
    let chance = |person: PersonId| (person, chances[types.type_of(person)].clone());
    let each = Natural::from(len32(panels.len()).max(1));
    let each = Ratio::from_parts(Integer::ONE, each);
    Outcome::PanelLottery {
        seats: types.seats(),
        people: pool.people().map(chance).collect(),
        panels: panels
            .into_iter()
            .map(|panel| (panel, each.clone()))
            .collect(),
        certificate,
    }
}

fn check_size(panels: u32, seats: u32) -> Result<(), Problem> {
    if panels <= MAX_PANELS && u64::from(panels) * u64::from(seats) <= MAX_PLACES {
        return Ok(());
    }
    Err(Problem::error("panels-size")
        .path("panels")
        .found(format!("{panels} x {seats}"))
        .expected(format!("{MAX_PANELS}, {MAX_PLACES}")))
}

#[cfg(test)]
mod tests;
