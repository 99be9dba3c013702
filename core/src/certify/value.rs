//! A certificate as a document: `isonomia/certificate/1`.

use super::{Certified, Claim, Kind, System, Verdict, View};
use crate::id::OptionId;
use crate::instance::{Instance, Labels, Options, object};
use crate::json::Value;
use crate::num::{Natural, Ratio, ratio_text};
use crate::params::ParamType;
use crate::report::Report;
use crate::rules::shared::utility::Utility;

/// The format of this document.
pub const FORMAT: &str = "isonomia/certificate/1";

/// The certificate of a report.
pub fn to_value(found: &[Certified], report: &Report, instance: &Instance) -> Value {
    let labels = Labels(instance);
    let claims = found
        .iter()
        .map(|certified| claim_value(certified, instance));
    object(vec![
        ("format", Value::from(FORMAT)),
        ("rule", Value::from(report.rule.id)),
        ("instance", Value::from(instance.digest().tagged())),
        ("result", Value::from(report.result_digest(instance))),
        ("winners", labels.options(&report.outcome.winners())),
        ("claims", Value::Array(claims.collect())),
    ])
}

impl Claim {
    /// The word in documents and catalogues.
    pub const fn word(self) -> &'static str {
        match self {
            Self::EjrPlus(_) => "ejr-plus",
            Self::Priceable => "priceable",
            Self::StablePriceable => "stable-priceable",
            Self::Cohesive(kind, _) => kind.word(),
        }
    }

    /// The utility by which it is meant, where it is by one.
    pub const fn utility(self) -> Option<Utility> {
        match self {
            Self::EjrPlus(utility) | Self::Cohesive(_, utility) => Some(utility),
            Self::Priceable | Self::StablePriceable => None,
        }
    }

    /// The claim of its words.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let utility = value
            .get("utility")
            .and_then(Value::as_str)
            .and_then(Utility::read);
        match value.get("claim").and_then(Value::as_str)? {
            "ejr-plus" => utility.map(Self::EjrPlus),
            "priceable" => Some(Self::Priceable),
            "stable-priceable" => Some(Self::StablePriceable),
            word => {
                let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word)?;
                utility.map(|utility| Self::Cohesive(kind, utility))
            }
        }
    }
}

fn claim_value(certified: &Certified, instance: &Instance) -> Value {
    let labels = Labels(instance);
    let claim = certified.claim;
    let mut fields = vec![("claim", Value::from(claim.word()))];
    fields.extend(
        claim
            .utility()
            .map(|utility| ("utility", Value::from(utility.show()))),
    );
    let verdict = match &certified.verdict {
        Verdict::Holds => {
            if matches!(claim, Claim::Cohesive(..)) {
                fields.push(("recheck", Value::from("all-groups")));
            }
            "holds"
        }
        Verdict::Paid(system) => {
            fields.push(("system", system_value(system, instance)));
            "holds"
        }
        Verdict::Denied(option, voters) => {
            fields.push(("option", labels.option(*option)));
            fields.push(("voters", Value::from(voters.to_string())));
            "fails"
        }
        Verdict::Group(options, winners) => {
            fields.push(("options", labels.options(options)));
            fields.push(("among", labels.options(winners)));
            "fails"
        }
        Verdict::Never(multipliers) => {
            let texts = multipliers
                .iter()
                .map(|ratio| Value::from(ratio_text(ratio)));
            fields.push(("multipliers", Value::Array(texts.collect())));
            "fails"
        }
        Verdict::Unknown(reason) => {
            fields.push(("reason", Value::from(*reason)));
            "unknown"
        }
    };
    fields.push(("verdict", Value::from(verdict)));
    object(fields)
}

fn unit(instance: &Instance) -> Ratio {
    let one = match instance {
        Instance::Budget(budget) => budget.scale.one(),
        _ => 1,
    };
    Ratio::from(Natural::from(one))
}

fn system_value(system: &System, instance: &Instance) -> Value {
    let (labels, unit) = (Labels(instance), unit(instance));
    let text = |amount: &Ratio| Value::from(ratio_text(&(amount / &unit)));
    let (form, endowment, name, rows) = match system {
        System::Prices { endowment, prices } => {
            let row = |(option, price): &(OptionId, Ratio)| {
                Value::Array(vec![labels.option(*option), text(price)])
            };
            (
                "prices",
                endowment,
                "prices",
                prices.iter().map(row).collect(),
            )
        }
        System::Loads { endowment, order } => {
            let row = |option: &OptionId| labels.option(*option);
            ("loads", endowment, "order", order.iter().map(row).collect())
        }
        System::Payments {
            endowment,
            payments,
        } => {
            let row = |(group, option, amount): &(u32, OptionId, Ratio)| {
                Value::Array(vec![
                    Value::from(*group),
                    labels.option(*option),
                    text(amount),
                ])
            };
            (
                "payments",
                endowment,
                "payments",
                payments.iter().map(row).collect(),
            )
        }
    };
    object(vec![
        ("form", Value::from(form)),
        ("endowment", text(endowment)),
        (name, Value::Array(rows)),
    ])
}

/// The most characters of a number in a certificate: more than any real one has.
const DIGITS: usize = 20_000;

/// A fraction in plain digits that is not negative.
pub(super) fn fraction(value: &Value) -> Option<Ratio> {
    signed(value).filter(|ratio| *ratio >= Ratio::ZERO)
}

/// A fraction in plain digits.
pub(super) fn signed(value: &Value) -> Option<Ratio> {
    let text = value.as_str().filter(|text| text.len() <= DIGITS)?;
    let (over, under) = text.split_once('/').unwrap_or((text, "1"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let zero = under.bytes().all(|digit| digit == b'0');
    let plain = digits(over.strip_prefix('-').unwrap_or(over)) && digits(under) && !zero;
    text.parse().ok().filter(|_| plain)
}

/// The option of an id.
pub(super) fn option(value: &Value, options: &Options) -> Option<OptionId> {
    value.as_str().and_then(|id| options.find(id))
}

/// A list of options by id.
pub(super) fn list(value: Option<&Value>, options: &Options) -> Option<Vec<OptionId>> {
    let items = value?.as_array()?.iter();
    items.map(|id| option(id, options)).collect()
}

/// The price system of a claim.
pub(super) fn system(value: &Value, view: &View<'_>) -> Option<System> {
    let one = Ratio::from(Natural::from(view.one));
    let options = view.options;
    let amount = |value: &Value| Some(fraction(value)? * &one);
    let endowment = amount(value.get("endowment")?)?;
    Some(match value.get("form")?.as_str()? {
        "prices" => {
            let rows = value.get("prices")?.as_array()?.iter();
            let row = |row: &Value| match row.as_array()? {
                [id, price] => Some((option(id, options)?, amount(price)?)),
                _ => None,
            };
            System::Prices {
                endowment,
                prices: rows.map(row).collect::<Option<_>>()?,
            }
        }
        "loads" => System::Loads {
            endowment,
            order: list(value.get("order"), options)?,
        },
        "payments" => {
            let rows = value.get("payments")?.as_array()?.iter();
            let row = |row: &Value| match row.as_array()? {
                [group, id, paid] => {
                    let group = u32::try_from(group.as_i64()?).ok()?;
                    Some((group, option(id, options)?, amount(paid)?))
                }
                _ => None,
            };
            System::Payments {
                endowment,
                payments: rows.map(row).collect::<Option<_>>()?,
            }
        }
        _ => return None,
    })
}
