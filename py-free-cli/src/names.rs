//! What rules, formats and kinds of input are called, in the language of the reader.

use isonomia::ballot::BallotKind;
use isonomia::formats::{Conversion, Format};
use isonomia::rule::{Entry, Meta};

use crate::terminal::Ui;

impl Ui {
    /// The name of a rule, as a title.
    pub(crate) fn rule_name(&self, meta: &Meta) -> String {
        let name = self.say(&format!("rule.{}", meta.id.replace('/', ".")), &[]);
        let mut letters = name.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        first.chain(letters).collect()
    }

    /// What a rule does, in a sentence.
    pub(crate) fn rule_summary(&self, meta: &Meta) -> String {
        self.say(&format!("rule-summary.{}", meta.id.replace('/', ".")), &[])
    }

    /// What a rule counts: the kind of input, and the kinds of ballot where there are any.
    pub(crate) fn takes(&self, entry: &Entry) -> String {
        let input = self.input_kind(entry.input);
        let kinds = entry.meta.ballots.iter().map(|kind| self.ballots(*kind));
        let kinds: Vec<String> = kinds.collect();
        if kinds.is_empty() {
            input
        } else {
            format!("{input}: {}", kinds.join(", "))
        }
    }

    /// A kind of ballot.
    fn ballots(&self, kind: BallotKind) -> String {
        self.say(&format!("ballots.{}", kind.word()), &[])
    }

    /// A kind of input.
    pub(crate) fn input_kind(&self, kind: &str) -> String {
        self.say(&format!("input.{kind}"), &[])
    }

    /// What a format is for.
    pub(crate) fn format_doc(&self, format: &Format) -> String {
        self.say(&format!("format-doc.{}", format.id), &[])
    }

    /// What a conversion does to ballots.
    pub(crate) fn conversion_doc(&self, conversion: &Conversion) -> String {
        self.say(&format!("read-as-doc.{}", conversion.word), &[])
    }
}
