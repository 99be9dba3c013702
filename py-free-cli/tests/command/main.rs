//! The built binary, as a person or a script meets it: what it prints and how it ends.

mod after;
mod audit;
mod ceremony;
mod certify;
mod check;
mod compare;
mod convert;
mod count;
mod draw;
mod election;
mod explain;
mod fair_draw;
mod listed;
mod lists;
mod lots;
mod lottery;
mod panel;
mod quotas;
mod refusals;
mod sample;
mod sources;
mod support;
mod tables;
mod tampered;
mod town;
mod usage;
