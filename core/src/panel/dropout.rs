//! Who may leave a panel: the chance that a member stays, by their values.
//!
//! `1 - d = base * product over features of the factor of the member's value`, all factors in
//! (0, 1] (Assos, Baharav, Flanigan and Procaccia, "Alternates, Assemble! Selecting Optimal
//! Alternates for Citizens' Assemblies", EC 2025). Read so, a member stays where the base and each
//! value let them stay, independently; that is also how a dropout is tossed: one coin a factor,
//! each exact. Factors are whole numbers of millionths, so that what is published is what is used.

use crate::id::{PersonId, ValueId, ix};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::lottery::Stream;
use crate::num::{Integer, Natural, Ratio};
use crate::problem::Problem;
use crate::propose::dropout as fit;

/// What a factor counts: 1 is a million.
pub const ONE: u32 = 1_000_000;

/// The chance to stay, by value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stay {
    /// The factor that everyone has, in millionths.
    base: u32,
    /// By feature and value, in millionths.
    values: Vec<Vec<u32>>,
}

impl Stay {
    /// The same chance for everyone, whatever their values.
    ///
    /// # Errors
    /// `factor-invalid` where it is not in 1..=[`ONE`].
    pub fn same(pool: &Pool, base: u32) -> Result<Self, Problem> {
        let features = pool.features().values();
        let values = features.map(|feature| vec![ONE; ix(feature.values.len())]);
        Self::new(pool, base, values.collect())
    }

    /// A chance by values: the base, and a factor for each value of each feature of the pool.
    ///
    /// # Errors
    /// `factor-invalid` where one is not in 1..=[`ONE`] or the shape is not the pool's.
    pub fn new(pool: &Pool, base: u32, values: Vec<Vec<u32>>) -> Result<Self, Problem> {
        let within = |factor: &u32| (1..=ONE).contains(factor);
        let wrong = std::iter::once(&base)
            .chain(values.iter().flatten())
            .find(|factor| !within(factor));
        if let Some(factor) = wrong {
            return Err(Problem::error("factor-invalid").found(factor_text(*factor)));
        }
        let shape = values.len() == ix(pool.features().len())
            && pool
                .features()
                .values()
                .zip(&values)
                .all(|(feature, row)| ix(feature.values.len()) == row.len());
        if !shape {
            return Err(Problem::error("factor-invalid"));
        }
        Ok(Self { base, values })
    }

    /// The model that makes what happened on past panels likeliest: `past` is the values of each
    /// member by feature, and whether the member stayed. Of each feature the value that stays best
    /// has the factor 1, so that the base is the chance of who has the best values; a value that
    /// nobody of the past had has 1 too. Rounded to the nearest millionth, at least one.
    ///
    /// # Errors
    /// `past-empty` where there is nobody to learn from.
    pub fn fitted(pool: &Pool, past: &[(Vec<ValueId>, bool)]) -> Result<Self, Problem> {
        if past.is_empty() {
            return Err(Problem::error("past-empty"));
        }
        let mut starts = Vec::new();
        let mut causes = 1_u32;
        for feature in pool.features().values() {
            starts.push(causes);
            causes += feature.values.len();
        }
        let row = |(values, stayed): &(Vec<ValueId>, bool)| {
            let own = starts
                .iter()
                .zip(values)
                .map(|(start, value)| start + value.0);
            (std::iter::once(0).chain(own).collect(), *stayed)
        };
        let rows: Vec<(Vec<u32>, bool)> = past.iter().map(row).collect();
        let groups: Vec<Vec<u32>> = starts
            .iter()
            .zip(pool.features().values())
            .map(|(start, feature)| (*start..start + feature.values.len()).collect())
            .collect();
        let (base, values) = fit::factors(&rows, causes, &groups);
        Self::new(pool, base, values)
    }

    /// The factor of everyone, in millionths.
    pub fn base(&self) -> u32 {
        self.base
    }

    /// Factors by feature and value, in millionths.
    pub fn values(&self) -> &[Vec<u32>] {
        &self.values
    }

    /// The factors below 1 of a person: the base, then features in file order.
    fn factors<'a>(&'a self, pool: &'a Pool, person: PersonId) -> impl Iterator<Item = u32> + 'a {
        let features = pool.features().ids().zip(&self.values);
        let values = features.filter_map(move |(feature, row)| {
            let value = pool.value(person, feature);
            row.get(ix(value.0)).copied()
        });
        let all = std::iter::once(self.base).chain(values);
        all.filter(|factor| *factor < ONE)
    }

    /// The exact chance that a person stays.
    pub fn chance(&self, pool: &Pool, person: PersonId) -> Ratio {
        let factor = |factor: u32| Ratio::from_parts(Integer::from(factor), Natural::from(ONE));
        let factors = self.factors(pool, person).map(factor);
        factors.fold(Ratio::ONE, |chance, factor| chance * factor)
    }

    /// Tosses whether a person stays. For each factor below 1, the base first, then features in
    /// file order, `x = below(1000000)`; the person stays where every `x` is below its factor. All
    /// coins are tossed, also after one that says no.
    pub fn toss(&self, pool: &Pool, person: PersonId, stream: &mut Stream) -> bool {
        let mut stays = true;
        for factor in self.factors(pool, person) {
            // A range of a million is always within the stream's.
            let x = stream.below(u128::from(ONE)).unwrap_or_default();
            stays &= x < u64::from(factor);
        }
        stays
    }

    /// Reads what [`Stay::to_value`] writes; `None` where it is not a model of this pool.
    pub fn from_value(pool: &Pool, value: &Value) -> Option<Self> {
        let base = factor_of(value.get("base")?.as_str()?)?;
        let features = pool.features().values();
        let mut values: Vec<Vec<u32>> = features
            .map(|feature| vec![ONE; ix(feature.values.len())])
            .collect();
        for row in value.get("factors")?.as_array()? {
            let [feature, name, factor] = row.as_array()? else {
                return None;
            };
            let (feature, name) = (feature.as_str()?, name.as_str()?);
            let mut quotas = pool.quotas();
            let (feature, value, _) = quotas.find(|(id, _, quota)| {
                let found = pool.features().get(*id);
                found.is_some_and(|found| found.name == feature) && quota.name == name
            })?;
            let slot = values.get_mut(ix(feature.0))?.get_mut(ix(value.0))?;
            *slot = factor_of(factor.as_str()?)?;
        }
        Self::new(pool, base, values).ok()
    }

    /// As in reports: `{"base":"0.9","factors":[["gender","female","0.95"],..]}`; factors of 1 are
    /// left out.
    pub fn to_value(&self, pool: &Pool) -> Value {
        let mut factors = Vec::new();
        for (feature, value, _) in pool.quotas() {
            let row = self.values.get(ix(feature.0));
            let factor = row.and_then(|row| row.get(ix(value.0))).copied();
            let names = pool.quota(feature, value);
            if let (Some(factor), Some((feature, value, _))) = (factor.filter(|f| *f < ONE), names)
            {
                factors.push(Value::Array(vec![
                    Value::from(feature),
                    Value::from(value),
                    Value::from(factor_text(factor)),
                ]));
            }
        }
        object(vec![
            ("base", Value::from(factor_text(self.base))),
            ("factors", Value::Array(factors)),
        ])
    }
}

/// A factor as a decimal: `0.95`.
pub fn factor_text(factor: u32) -> String {
    let text = format!("{}.{:06}", factor / ONE, factor % ONE);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

/// A decimal in (0, 1] with at most six places as millionths.
pub fn factor_of(text: &str) -> Option<u32> {
    let (whole, part) = text
        .trim()
        .split_once(['.', ','])
        .unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() > 1 || part.len() > 6 || !digits(whole) || !digits(part) {
        return None;
    }
    let whole: u32 = if whole.is_empty() && !part.is_empty() {
        0
    } else {
        whole.parse().ok()?
    };
    let part: u32 = format!("{part:0<6}").parse().ok()?;
    let factor = whole.checked_mul(ONE)?.checked_add(part)?;
    (1..=ONE).contains(&factor).then_some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::IdVec;
    use crate::instance::{Feature, FeatureValue};
    use crate::lottery::{DrawKey, Seed};

    fn pool() -> Pool {
        let value = |name: &str| FeatureValue {
            name: name.to_owned(),
            min: 0,
            max: 2,
            min_flex: 0,
            max_flex: 2,
        };
        let feature = Feature {
            name: "age".to_owned(),
            values: IdVec::from_vec(vec![value("young"), value("old")]),
        };
        let people = vec![
            ("a".to_owned(), vec![ValueId(0)], None),
            ("b".to_owned(), vec![ValueId(1)], None),
        ];
        Pool::new(IdVec::from_vec(vec![feature]), people, 2).unwrap()
    }

    #[test]
    fn factors_multiply_and_are_tossed_one_by_one() {
        let pool = pool();
        let stay = Stay::new(&pool, 900_000, vec![vec![500_000, ONE]]).unwrap();
        let ratio =
            |above: u32, below: u32| Ratio::from_parts(Integer::from(above), Natural::from(below));
        assert_eq!(stay.chance(&pool, PersonId(0)), ratio(9, 20));
        assert_eq!(stay.chance(&pool, PersonId(1)), ratio(9, 10));
        assert_eq!(
            stay.to_value(&pool).canonical_string(),
            r#"{"base":"0.9","factors":[["age","young","0.5"]]}"#
        );
        assert_eq!(
            Stay::from_value(&pool, &stay.to_value(&pool)),
            Some(stay.clone())
        );
        let mut stream = DrawKey::derive(Seed::from([7; 32]), "x").stream();
        let tosses = 20_000_u32;
        let mut stayed = 0_u32;
        for _ in 0..tosses {
            stayed += u32::from(stay.toss(&pool, PersonId(0), &mut stream));
        }
        assert_eq!(stream.words_used(), u64::from(2 * tosses));
        // 9/20 of 20,000, five standard deviations (70 each) around.
        assert!((8_650..9_350).contains(&stayed), "{stayed}");
        assert!(Stay::same(&pool, 0).is_err());
        assert!(Stay::new(&pool, ONE, vec![vec![ONE]]).is_err());
    }

    /// Of ten young nine stayed, of ten old five: the young have the factor 1, the old 5/9.
    #[test]
    fn a_model_is_fitted_to_the_past() {
        let pool = pool();
        let mut past = Vec::new();
        for person in 0..10 {
            past.push((vec![ValueId(0)], person < 9));
            past.push((vec![ValueId(1)], person < 5));
        }
        let stay = Stay::fitted(&pool, &past).unwrap();
        assert!(stay.base().abs_diff(900_000) < 100, "{stay:?}");
        let old = stay.values()[0][1];
        assert!(
            stay.values()[0][0] == ONE && old.abs_diff(555_556) < 100,
            "{stay:?}"
        );
        let young = Stay::fitted(&pool, &past[..1]).unwrap();
        assert_eq!((young.base(), young.values()), (ONE, &[vec![ONE, ONE]][..]));
        assert_eq!(Stay::fitted(&pool, &[]).unwrap_err().code, "past-empty");
    }

    #[test]
    fn decimals_become_millionths_and_back() {
        for (text, factor) in [
            ("0.95", 950_000),
            ("1", ONE),
            ("0,5", 500_000),
            (".25", 250_000),
            ("0.000001", 1),
        ] {
            assert_eq!(factor_of(text), Some(factor), "{text}");
        }
        for text in ["0", "1.1", "2", "", "0.0000001", "-1", "x", "."] {
            assert_eq!(factor_of(text), None, "{text}");
        }
        assert_eq!(
            (factor_text(950_000), factor_text(ONE)),
            ("0.95".to_owned(), "1".to_owned())
        );
    }
}
