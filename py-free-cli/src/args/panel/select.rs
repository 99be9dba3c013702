//! `isonomia panel select`

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel select`
#[derive(Debug, Args)]
pub(crate) struct PanelSelect {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
}
