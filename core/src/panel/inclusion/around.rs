//! What stands around the numbers of a selection.

use super::barred::Barred;
use crate::instance::Pool;
use crate::json::Value;
use crate::num::{Ratio, ratio_text};

/// By what and out of how much was selected, and who is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Around {
    /// What was selected by, such as the id of a rule; empty where nobody says.
    pub rule: String,
    /// The number of the panel in its list, where it was drawn from one.
    pub panel: Option<u32>,
    /// Panels of the list, where there is one.
    pub listed: Option<u32>,
    /// The greatest difference between anybody's chance in that list and in the lottery that the
    /// list was made of, a fraction of 1; `None` where the chances are those of the list.
    pub change: Option<Ratio>,
    /// How many panels meet the quotas, as text, and whether it is exact or the most.
    pub exist: Option<(String, bool)>,
    /// Who cannot be drawn; `None` where it was not decided.
    pub barred: Option<Vec<Barred>>,
}

impl Around {
    pub(super) fn fields(&self, pool: &Pool) -> Vec<(&'static str, Value)> {
        let number = |number: Option<u32>| number.map_or(Value::Null, Value::from);
        let exist = self.exist.as_ref().map(|(panels, exact)| {
            let key = if *exact { "exactly" } else { "at_most" };
            crate::instance::object(vec![(key, Value::from(panels.as_str()))])
        });
        let change = self.change.as_ref();
        let change = change.map(|change| Value::from(ratio_text(change)));
        let barred = self
            .barred
            .as_ref()
            .map(|groups| Value::Array(groups.iter().map(|group| group.to_value(pool)).collect()));
        vec![
            ("rule", Value::from(self.rule.as_str())),
            ("number", number(self.panel)),
            ("listed", number(self.listed)),
            ("list_change", change.unwrap_or(Value::Null)),
            ("exist", exist.unwrap_or(Value::Null)),
            ("barred", barred.unwrap_or(Value::Null)),
        ]
    }
}
