//! `isonomia panel alternates`

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel alternates`
#[derive(Debug, Args)]
pub(crate) struct PanelAlternates {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
}
