//! Targets as a categories file and as JSON.

use super::{Target, Targets, same};
use crate::instance::{Pool, object};
use crate::json::Value;
use crate::num::ratio_text;

/// How a categories file calls its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// `feature,value,min,max`, with `min_flex,max_flex` where flex was asked for.
    #[default]
    Features,
    /// `category,feature,min,max` of the replication files of Flanigan et al. (Nature 2021), where
    /// `feature` means the value.
    Replication,
}

impl Dialect {
    /// Every dialect.
    pub const ALL: [Self; 2] = [Self::Features, Self::Replication];

    /// The word by which it is asked for.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Features => "features",
            Self::Replication => "replication",
        }
    }

    /// The dialect of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.word() == word)
    }
}

impl Targets {
    /// The categories file, in UTF-8 with commas.
    pub fn to_csv(&self, dialect: Dialect) -> String {
        let flex = self.values().any(|(_, target)| target.flex.is_some());
        let mut header = match dialect {
            Dialect::Features => vec!["feature", "value", "min", "max"],
            Dialect::Replication => vec!["category", "feature", "min", "max"],
        };
        if flex {
            header.extend(["min_flex", "max_flex"]);
        }
        let mut out = String::new();
        row(&header, &mut out);
        for (feature, target) in self.values() {
            let numbers = [target.min, target.max].map(|number| number.to_string());
            let mut cells = vec![feature, &target.name, &numbers[0], &numbers[1]];
            let relaxed = target
                .flex
                .map(|(min, max)| [min.to_string(), max.to_string()]);
            cells.extend(relaxed.iter().flatten().map(String::as_str));
            row(&cells, &mut out);
        }
        out
    }

    /// How many people of a pool have a value; `None` where the pool does not have it.
    pub fn volunteers(pool: &Pool, feature: &str, value: &str) -> Option<u32> {
        let mut features = pool.features().iter();
        let (id, found) = features.find(|(_, found)| same(&found.name, feature))?;
        let mut values = found.values.iter();
        let (at, _) = values.find(|(_, found)| same(&found.name, value))?;
        Some(pool.count(id, at))
    }

    /// As JSON (`isonomia/targets/1`): fractions are text. Beside a pool each value says how many
    /// volunteers have it.
    pub fn to_value(&self, pool: Option<&Pool>) -> Value {
        let features = self.features.iter().map(|(name, values)| {
            let values = values.iter().map(|value| {
                let count = pool.map(|pool| Self::volunteers(pool, name, &value.name));
                value.to_value(count.map(|count| count.map_or(Value::Null, Value::from)))
            });
            object(vec![
                ("name", Value::from(name.as_str())),
                ("values", Value::Array(values.collect())),
            ])
        });
        object(vec![
            ("format", Value::from("isonomia/targets/1")),
            ("seats", Value::from(self.seats)),
            ("slack", Value::from(self.slack)),
            ("features", Value::Array(features.collect())),
        ])
    }
}

impl Target {
    fn to_value(&self, pool: Option<Value>) -> Value {
        let mut fields = vec![
            ("name", Value::from(self.name.as_str())),
            ("share", Value::from(ratio_text(&self.share))),
            ("exact", Value::from(ratio_text(&self.exact))),
            ("target", Value::from(self.target)),
            ("min", Value::from(self.min)),
            ("max", Value::from(self.max)),
            ("set", Value::from(self.set)),
            ("moved", Value::from(self.moved)),
        ];
        if let Some((min, max)) = self.flex {
            fields.push(("min_flex", Value::from(min)));
            fields.push(("max_flex", Value::from(max)));
        }
        fields.extend(pool.map(|count| ("pool", count)));
        object(fields)
    }
}

/// One row of the file; quotes where a cell needs them.
fn row(cells: &[&str], out: &mut String) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        if cell.contains([',', ';', '"', '\n', '\r', '\t']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}
