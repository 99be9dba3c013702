//! `isonomia panel report`

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel report`
#[derive(Debug, Args)]
pub(crate) struct PanelReport {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
}
