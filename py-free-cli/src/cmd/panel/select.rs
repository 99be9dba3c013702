//! `isonomia panel select`

use crate::args::PanelSelect;
use crate::io::Stop;
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelSelect, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read(&args.pool)?;
    super::tell(&read, &args.pool, ui)
}
