//! `isonomia panel invite`

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel invite`
#[derive(Debug, Args)]
pub(crate) struct PanelInvite {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
}
