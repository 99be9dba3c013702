//! `isonomia panel alternates`

use crate::args::PanelAlternates;
use crate::io::Stop;
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelAlternates, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read(&args.pool)?;
    super::tell(&read, &args.pool, ui)
}
