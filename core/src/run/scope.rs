//! What a module of the engine holds: the whole of it, or panels of people alone.
//!
//! Whatever takes rules or formats from here links no other. The module that a page loads to plan
//! a panel so carries the solvers without the counting of elections.

use super::{Request, Work, count_within};
use crate::formats::{FORMATS, Format, LoadOptions, Loaded, POOLS, Source, load_from};
use crate::instance::Instance;
use crate::problem::{Diagnostics, Problem};
use crate::report::Report;
use crate::rule::Entry;
use crate::rules::{RULES, SORTITION};

/// Rules and formats that go together.
#[derive(Clone, Copy)]
pub struct Scope {
    /// The rules, in the order in which lists show them.
    pub rules: &'static [Entry],
    /// The formats, in the order in which they are asked whether a file is theirs.
    pub formats: &'static [Format],
}

/// Everything.
pub static WHOLE: Scope = Scope {
    rules: RULES,
    formats: FORMATS,
};

/// Pools of people and the rules that draw panels from them.
pub static PANELS: Scope = Scope {
    rules: SORTITION,
    formats: POOLS,
};

impl Scope {
    /// The rule with this id.
    pub fn find(&self, id: &str) -> Option<&'static Entry> {
        self.rules.iter().find(|entry| entry.meta.id == id)
    }

    /// The rules that can count an instance.
    pub fn fitting(&self, instance: &Instance) -> impl Iterator<Item = &'static Entry> {
        let rules = self.rules.iter();
        rules.filter(|entry| entry.accepts(instance).is_ok())
    }

    /// Reads sources into an instance, as [`load`](crate::formats::load) does.
    pub fn load(
        &self,
        sources: &mut [Source<'_>],
        options: &LoadOptions,
        diagnostics: &mut Diagnostics,
    ) -> Option<Loaded> {
        load_from(self.formats, sources, options, diagnostics)
    }

    /// Counts, as [`count`](super::count) does.
    pub fn count(
        &self,
        loaded: &Loaded,
        diagnostics: &Diagnostics,
        request: &Request,
        work: &mut Work<'_>,
    ) -> Result<Report, Vec<Problem>> {
        count_within(self, loaded, diagnostics, request, work)
    }
}
