//! `draw commit`: a party's secret, and the commitment that the organiser gets.
//!
//! ```text
//! NAME.secret.json      {"commitment":hex,"format":"isonomia/draw-secret/1","party":..,"secret":hex}
//! NAME.commitment.json  {"commitment":hex,"format":"isonomia/draw-commitment/1","key"?:hex,"party":..}
//! ```

use std::io::Write as _;
use std::path::Path;

use isonomia::digest::hex;
use isonomia::json::Value;
use isonomia::lottery::commitment;
use unicode_normalization::UnicodeNormalization as _;

use super::files::{self, line, with};
use super::say::{misuse, say};
use super::{keys, shell};
use crate::args::DrawCommit;
use crate::entropy::Entropy;
use crate::io::{self, Stop};
use crate::terminal::Ui;

const SECRET: &str = "isonomia/draw-secret/1";
const COMMITMENT: &str = "isonomia/draw-commitment/1";

/// Makes secret and commitment.
pub(super) fn run(args: &DrawCommit, ui: &Ui) -> Result<u8, Stop> {
    let party: String = args.party.trim().nfc().collect();
    if party.is_empty() || party.len() > 4096 || party.chars().any(char::is_control) {
        return Err(misuse(ui, "commit.party", &[]));
    }
    let key = match &args.key {
        Some(path) => Some(keys::public(path, ui)?),
        None => None,
    };
    let mut entropy = Entropy::default();
    let secret: [u8; 32] = entropy.bytes();
    entropy.check()?;
    let committed = hex(&commitment(&party, &secret));

    let (name, text) = (Value::from(party.as_str()), committed.as_str());
    let mut public = Value::object([
        ("commitment", Value::from(text)),
        ("format", Value::from(COMMITMENT)),
        ("party", name.clone()),
    ]);
    if let (Value::Object(fields), Some(key)) = (&mut public, key) {
        fields.insert("key".to_owned(), files::hexed(&key));
    }
    let private = Value::object([
        ("commitment", Value::from(text)),
        ("format", Value::from(SECRET)),
        ("party", name),
        ("secret", files::hexed(&secret)),
    ]);
    let (secret_file, public_file) = (
        with(&args.out, ".secret.json"),
        with(&args.out, ".commitment.json"),
    );
    // The secret first: a commitment without its secret would bind a party to nothing.
    io::create(&secret_file, &line(&private), true)?;
    io::create(&public_file, &line(&public), false)?;

    let files = [&secret_file, &public_file].map(|path| io::name(path));
    let mut out = io::stdout();
    out.write_all(
        ui.hanging("", &say(ui, "commit.public", &[("file", &files[1])]), 0)
            .as_bytes(),
    )?;
    writeln!(out, "    {committed}")?;
    out.write_all(
        ui.hanging("", &say(ui, "commit.secret", &[("file", &files[0])]), 0)
            .as_bytes(),
    )?;
    writeln!(
        out,
        "    isonomia draw reveal DIR {}",
        shell::quoted(&files[0])
    )?;
    out.flush()?;
    Ok(0)
}

/// A party as it committed.
pub(super) struct Party {
    pub(super) name: String,
    pub(super) key: Option<[u8; 32]>,
    pub(super) commitment: [u8; 32],
}

/// Reads the file of a commitment.
pub(super) fn party(path: &Path, ui: &Ui) -> Result<Party, Stop> {
    let value = files::of_format(path, COMMITMENT, ui)?;
    let key = match value.get("key") {
        Some(_) => Some(files::digits(path, &value, "key", ui)?),
        None => None,
    };
    Ok(Party {
        name: files::text(path, &value, "party", ui)?,
        key,
        commitment: files::digits(path, &value, "commitment", ui)?,
    })
}

/// A party with its secret, which fits the commitment beside it.
pub(super) fn secret(path: &Path, ui: &Ui) -> Result<(String, [u8; 32]), Stop> {
    let value = files::of_format(path, SECRET, ui)?;
    let party = files::text(path, &value, "party", ui)?;
    let secret = files::digits(path, &value, "secret", ui)?;
    if files::digits(path, &value, "commitment", ui)? != commitment(&party, &secret) {
        return Err(files::field(path, "/secret", ui));
    }
    Ok((party, secret))
}
