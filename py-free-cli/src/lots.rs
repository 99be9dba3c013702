//! Lots of a count from the transcript of a sealed draw.

use std::path::Path;

use isonomia::digest::unhex32;
use isonomia::draw::{Finding, Saw, Trust};
use isonomia::run::{Sealed, sealed_lot};

use crate::args::LotTrust;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The lot of a transcript, once its checks were made.
pub(crate) fn read(path: &Path, trust: &LotTrust, ui: &Ui) -> Result<Sealed, Stop> {
    let bytes = io::bytes(path)?;
    let known = Trust {
        seal: trust.seal,
        saw: trust.saw.as_deref().map(saw),
        ..Trust::none(unicode_normalization::is_nfc)
    };
    let lot = sealed_lot(&bytes, &known, &trust.label);
    let sealed = lot.map_err(|problem| Stop::Problems(vec![problem.in_file(&io::name(path))]))?;
    if sealed.verdict != Finding::Pass {
        ui.warning(&ui.say("cli.lots.unproven", &[("file", &io::name(path))]));
    }
    Ok(sealed)
}

/// A hash of 64 digits, or the digits of dice; blanks between them are for readers.
pub(crate) fn saw(text: &str) -> Saw {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    match unhex32(&text.to_ascii_lowercase()) {
        Ok(hash) => Saw::Reveals(hash),
        Err(_) => Saw::Digits(text),
    }
}
