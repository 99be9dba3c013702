//! `isonomia panel replace`

use clap::Args;

use crate::args::PoolArgs;

/// `isonomia panel replace`
#[derive(Debug, Args)]
pub(crate) struct PanelReplace {
    #[command(flatten)]
    pub(crate) pool: PoolArgs,
}
