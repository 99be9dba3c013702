//! The registry: one `mod` line and one row for each rule, nothing else.
//!
//! A rule with its file, its two lines here and its cases in `tests/data/cases` appears in the
//! command, the web package, the generated docs, the benches and the fuzz targets by itself.

use crate::rule::Entry;

/// Preference rankings.
pub mod ranked {
    pub mod irv;
    pub mod schulze;
    pub mod stv_scottish;
}

/// Approvals and scores.
pub mod rated {
    pub mod approval;
}

/// Votes bought with credits at the square of their number.
pub mod quadratic {
    pub mod voting;
}

/// Projects with costs and a budget.
pub mod budget {
    pub mod bos;
    pub mod cstv;
    pub mod equal_shares;
    pub mod exact_equal_shares;
    pub mod greedy;
    pub mod knapsack;
    pub mod maximin_support;
    pub mod pb_ear;
    pub mod per_dollar;
    pub mod phragmen;
}

/// Committees by approval ballots.
pub mod committee {
    pub mod adams;
    pub mod av;
    pub mod cc;
    pub mod consensus_rule;
    pub mod eph;
    pub mod equal_shares;
    pub mod geom2;
    pub mod greedy_monroe;
    pub mod lexcc;
    pub mod leximaxphragmen;
    pub mod lexminimaxav;
    pub mod maximin_support;
    pub mod minimaxav;
    pub mod minimaxphragmen;
    pub mod monroe;
    pub mod pav;
    pub mod phragmen_enestroem;
    pub mod revseqpav;
    pub mod rsd;
    pub mod sav;
    pub mod seqcc;
    pub mod seqpav;
    pub mod seqphragmen;
    pub mod seqslav;
    pub mod slav;
    pub mod trivial;
}

/// Panels of people by lot.
pub mod sortition {
    pub mod diversimax;
    pub mod fair_max_entropy;
    pub mod goldilocks;
    pub mod legacy;
    pub mod leximin;
    pub mod max_entropy;
    pub mod maximin;
    pub mod minimax;
    pub mod nash;
    pub mod stratified;
    pub mod uniform;
    pub mod weighted;
}

/// What several rules use.
pub mod shared {
    pub mod backing;
    pub mod committee;
    pub mod flow;
    pub mod lazy;
    pub mod ledger;
    pub mod levels;
    pub mod lexical;
    pub mod optimal;
    pub mod pairwise;
    pub mod panels;
    pub mod papers;
    pub mod pools;
    pub mod scores;
    pub mod stages;
    pub mod subset;
    pub mod thiele;
    #[cfg(test)]
    pub(in crate::rules) mod towns;
    pub mod utility;
}

/// Every rule, by family, in the order in which lists show them.
pub static RULES: &[Entry] = ALL;

/// The rules of one family, for a module that holds no other: a reference to [`RULES`] would link
/// them all.
pub static SORTITION: &[Entry] =
    &Entry::family::<{ Entry::count(ALL, "sortition") }>(ALL, "sortition");

const ALL: &[Entry] = &[
    // ranked
    Entry::of::<ranked::irv::Irv>(),
    Entry::of::<ranked::stv_scottish::StvScottish>(),
    Entry::of::<ranked::schulze::Schulze>(),
    // rated
    Entry::of::<rated::approval::Approval>(),
    // quadratic
    Entry::of::<quadratic::voting::Voting>(),
    // budget
    Entry::of::<budget::greedy::Greedy>(),
    Entry::of::<budget::equal_shares::EqualShares>(),
    Entry::of::<budget::exact_equal_shares::ExactEqualShares>(),
    Entry::of::<budget::bos::Bos>(),
    Entry::of::<budget::pb_ear::PbEar>(),
    Entry::of::<budget::cstv::Cstv>(),
    Entry::of::<budget::phragmen::Phragmen>(),
    Entry::of::<budget::maximin_support::MaximinSupport>(),
    Entry::of::<budget::knapsack::Knapsack>(),
    Entry::of::<budget::per_dollar::PerDollar>(),
    // committee
    Entry::of::<committee::av::Av>(),
    Entry::of::<committee::sav::Sav>(),
    Entry::of::<committee::seqpav::SeqPav>(),
    Entry::of::<committee::revseqpav::RevSeqPav>(),
    Entry::of::<committee::seqslav::SeqSlav>(),
    Entry::of::<committee::seqcc::SeqCc>(),
    Entry::of::<committee::seqphragmen::SeqPhragmen>(),
    Entry::of::<committee::maximin_support::MaximinSupport>(),
    Entry::of::<committee::phragmen_enestroem::PhragmenEnestroem>(),
    Entry::of::<committee::equal_shares::EqualShares>(),
    Entry::of::<committee::greedy_monroe::GreedyMonroe>(),
    Entry::of::<committee::consensus_rule::ConsensusRule>(),
    Entry::of::<committee::eph::Eph>(),
    Entry::of::<committee::rsd::Rsd>(),
    Entry::of::<committee::trivial::Trivial>(),
    Entry::of::<committee::pav::Pav>(),
    Entry::of::<committee::slav::Slav>(),
    Entry::of::<committee::cc::Cc>(),
    Entry::of::<committee::geom2::Geom2>(),
    Entry::of::<committee::adams::Adams>(),
    Entry::of::<committee::lexcc::LexCc>(),
    Entry::of::<committee::monroe::Monroe>(),
    Entry::of::<committee::minimaxphragmen::MinimaxPhragmen>(),
    Entry::of::<committee::leximaxphragmen::LeximaxPhragmen>(),
    Entry::of::<committee::minimaxav::MinimaxAv>(),
    Entry::of::<committee::lexminimaxav::LexMinimaxAv>(),
    // sortition
    Entry::of::<sortition::uniform::Uniform>(),
    Entry::of::<sortition::stratified::Stratified>(),
    Entry::of::<sortition::nash::Nash>(),
    Entry::of::<sortition::goldilocks::Goldilocks>(),
    Entry::of::<sortition::weighted::Weighted>(),
    Entry::of::<sortition::leximin::Leximin>(),
    Entry::of::<sortition::maximin::Maximin>(),
    Entry::of::<sortition::minimax::Minimax>(),
    Entry::of::<sortition::max_entropy::MaxEntropy>(),
    Entry::of::<sortition::fair_max_entropy::FairMaxEntropy>(),
    Entry::of::<sortition::legacy::Legacy>(),
    Entry::of::<sortition::diversimax::Diversimax>(),
];

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Entry> {
    RULES.iter().find(|entry| entry.meta.id == id)
}
