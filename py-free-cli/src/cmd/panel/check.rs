//! `isonomia panel check`

use crate::args::PanelCheck;
use crate::io::Stop;
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelCheck, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read(&args.pool)?;
    super::tell(&read, &args.pool, ui)
}
