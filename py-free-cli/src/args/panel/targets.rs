//! `isonomia panel targets`

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel targets`
#[derive(Debug, Args)]
pub(crate) struct PanelTargets {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
}
