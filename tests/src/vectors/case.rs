//! A value of a vector file together with its place in the file.

use isonomia::digest::{unhex, unhex32};
use serde_json::Value;

/// One value and where it stands, such as `below[3]/values`.
#[derive(Clone, Debug)]
pub(super) struct Case {
    pub(super) place: String,
    pub(super) value: Value,
}

impl Case {
    pub(super) fn file(json: &str) -> Result<Case, String> {
        let value = serde_json::from_str(json).map_err(|error| format!("not JSON: {error}"))?;
        let place = String::new();
        Ok(Case { place, value })
    }

    /// Fails where the file has a section that nobody checks.
    pub(super) fn sections(&self, known: &[&str]) -> Result<(), String> {
        let fields = self.value.as_object().ok_or("not an object")?;
        match fields.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(format!("section {key} is checked by nothing")),
            None => Ok(()),
        }
    }

    pub(super) fn get(&self, key: &str) -> Result<Case, String> {
        let value = self.value.get(key).cloned();
        let value = value.ok_or_else(|| format!("{}: no field {key}", self.place))?;
        let slash = if self.place.is_empty() { "" } else { "/" };
        let place = format!("{}{slash}{key}", self.place);
        Ok(Case { place, value })
    }

    pub(super) fn items(&self) -> Result<Vec<Case>, String> {
        let items = self.value.as_array().ok_or_else(|| self.not("a list"))?;
        Ok(items
            .iter()
            .enumerate()
            .map(|(index, value)| Case {
                place: format!("{}[{index}]", self.place),
                value: value.clone(),
            })
            .collect())
    }

    pub(super) fn list(&self, key: &str) -> Result<Vec<Case>, String> {
        self.get(key)?.items()
    }

    /// Two lists side by side; a list that ends early would leave the rest of the other unchecked.
    pub(super) fn pairs(&self, left: &str, right: &str) -> Result<Vec<(Case, Case)>, String> {
        pairs(self.list(left)?, self.list(right)?)
    }

    pub(super) fn text(&self) -> Result<&str, String> {
        self.value.as_str().ok_or_else(|| self.not("text"))
    }

    /// A whole number, written as a number or as decimal text.
    pub(super) fn number(&self) -> Result<u128, String> {
        let text = self.value.to_string();
        let digits = text.trim_matches('"');
        digits.parse().map_err(|_| self.not("a number"))
    }

    pub(super) fn number_u64(&self) -> Result<u64, String> {
        u64::try_from(self.number()?).map_err(|_| self.not("within 64 bits"))
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        unhex(self.text()?).map_err(|_| self.not("hexadecimal"))
    }

    pub(super) fn bytes32(&self) -> Result<[u8; 32], String> {
        unhex32(self.text()?).map_err(|_| self.not("32 bytes of hexadecimal"))
    }

    pub(super) fn not(&self, wanted: &str) -> String {
        format!("{}: not {wanted}: {}", self.place, self.value)
    }

    /// The value as our own JSON value, read by our own reader.
    pub(super) fn ours(&self) -> Result<isonomia::json::Value, String> {
        isonomia::json::parse(self.value.to_string().as_bytes())
            .map_err(|error| format!("{}: {error}", self.place))
    }
}

pub(super) fn pairs(left: Vec<Case>, right: Vec<Case>) -> Result<Vec<(Case, Case)>, String> {
    if left.len() == right.len() {
        Ok(left.into_iter().zip(right).collect())
    } else {
        let place = left
            .first()
            .or(right.first())
            .map(|case| case.place.as_str());
        Err(format!(
            "{}: lists of different length",
            place.unwrap_or("?")
        ))
    }
}
