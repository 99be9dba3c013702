//! `isonomia panel replace`

use crate::args::PanelReplace;
use crate::io::Stop;
use crate::pool;
use crate::terminal::Ui;

pub(super) fn run(args: &PanelReplace, ui: &Ui) -> Result<u8, Stop> {
    let read = pool::read(&args.pool)?;
    super::tell(&read, &args.pool, ui)
}
