//! `isonomia draw`: the ceremony of a draw that anyone can check, step by step.

mod check;
mod make;
mod plan;
mod steps;

use clap::Subcommand;

pub(crate) use check::{DrawExplain, DrawProve, DrawSample, DrawVerify, Method};
pub(crate) use make::{DrawCommit, DrawRun, Keygen};
pub(crate) use plan::DrawPlan;
pub(crate) use steps::{
    DrawAnchor, DrawBeacon, DrawDice, DrawList, DrawReveal, DrawSeal, DrawSign, Statement,
};

use super::examples;

/// Drawing and checking.
#[derive(Debug, Subcommand)]
#[command(after_help = examples::DRAW)]
pub(crate) enum DrawCommand {
    /// Take part in a draw: make a secret that enters it, and the commitment to be published
    #[command(after_help = examples::DRAW_COMMIT)]
    Commit(DrawCommit),
    /// Write down everything before chance has a say: people, quotas, panels, sources, times
    #[command(after_help = examples::DRAW_PLAN)]
    Plan(Box<DrawPlan>),
    /// Sign the plan; prints what to publish, where and when
    #[command(after_help = examples::DRAW_SEAL)]
    Seal(DrawSeal),
    /// Sign as a party or an auditor, after everything the signature claims was checked
    #[command(after_help = examples::DRAW_SIGN)]
    Sign(DrawSign),
    /// Add a proof that a public log held the sealed plan in time
    #[command(after_help = examples::DRAW_ANCHOR)]
    Anchor(DrawAnchor),
    /// Add the secret of a party, at the hour that was announced
    #[command(after_help = examples::DRAW_REVEAL)]
    Reveal(DrawReveal),
    /// Add what the dice showed
    #[command(after_help = examples::DRAW_DICE)]
    Dice(DrawDice),
    /// Add published results, such as the numbers of a lottery
    #[command(after_help = examples::DRAW_LIST)]
    List(DrawList),
    /// Add the public beacon that somebody fetched; says its address
    #[command(after_help = examples::DRAW_BEACON)]
    Beacon(DrawBeacon),
    /// Draw, and write the transcript that anyone can check
    #[command(after_help = examples::DRAW_RUN)]
    Run(Box<DrawRun>),
    /// Check a transcript step by step: exit 0 PASS, 1 FAIL, 2 UNPROVEN, 64 usage
    #[command(after_help = examples::DRAW_VERIFY)]
    Verify(DrawVerify),
    /// Give people proof that they were in the pool, or read such a proof
    #[command(after_help = examples::DRAW_PROVE)]
    Prove(DrawProve),
    /// Tell step by step how the result of a transcript came about
    #[command(after_help = examples::DRAW_EXPLAIN)]
    Explain(DrawExplain),
    /// Draw from a list: invitations, reserves, the sample of an audit
    #[command(after_help = examples::DRAW_SAMPLE)]
    Sample(DrawSample),
}

/// Sides of dice.
pub(super) fn sides(text: &str) -> Result<u32, String> {
    match text {
        "10" => Ok(10),
        "6" => Ok(6),
        _ => Err("expected 10 or 6".to_owned()),
    }
}

/// 64 hexadecimal digits. Capitals are taken too: they come from people and printed pages.
pub(super) fn hex32(text: &str) -> Result<[u8; 32], String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    isonomia::digest::unhex32(&text.to_ascii_lowercase())
        .map_err(|_| "expected 64 hexadecimal digits (0-9, a-f)".to_owned())
}
