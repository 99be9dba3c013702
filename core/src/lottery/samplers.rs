//! Samplers of other projects, bit by bit, so that their past audits and draws can be repeated.
//!
//! None of them takes part in draw/v1, which has its own three ways to sample (see
//! [`Stream`](super::Stream)). What is wrong with each as a new design stands in its file.

pub mod consistent;
pub mod cryptorandom;
pub mod rfc3797;
pub mod rivest2011;
#[cfg(test)]
mod tests;
