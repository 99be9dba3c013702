//! `isonomia panel check`

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel check`
#[derive(Debug, Args)]
pub(crate) struct PanelCheck {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
}
