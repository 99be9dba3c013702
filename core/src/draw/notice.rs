//! What a person should know: a code with arguments, told in the catalogue of draws.

use crate::json::Value;

/// A sentence without its words; `plan.<code>`, `publish.<code>` or the like in the catalogue,
/// arguments from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Key of the sentence.
    pub code: &'static str,
    /// Its arguments.
    pub args: Vec<String>,
}

impl Notice {
    /// A sentence with these arguments.
    pub fn new(code: &'static str, args: &[&str]) -> Self {
        Self {
            code,
            args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        }
    }

    /// As JSON: `{"args":[..],"code":".."}`.
    pub fn to_value(&self) -> Value {
        let args = self.args.iter().map(|arg| Value::from(arg.as_str()));
        Value::object([
            ("args", Value::Array(args.collect())),
            ("code", Value::from(self.code)),
        ])
    }
}
