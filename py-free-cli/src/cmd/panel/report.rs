//! `isonomia panel report`

use crate::args::PanelReport;
use crate::io::Stop;
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelReport, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read(&args.pool)?;
    super::tell(&read, &args.pool, ui)
}
