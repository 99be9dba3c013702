//! Key files: one line of text each, as C2SP signed notes have them.
//!
//! A key's name is its own public key in hexadecimal (draw/v1, 2.8, closed point 7): names of
//! people and towns stand in the plan, and a key belongs to whoever the reader knows it to be of.

use std::io::Write as _;
use std::path::Path;

use isonomia::digest::hex;
use isonomia::draw::note::{NoteAlgorithm, NoteKey, NoteSigner};
use isonomia::lottery::signature::SigningKey;
use isonomia::problem::Problem;

use super::files::with;
use super::say::{refuse, say};
use crate::args::Keygen;
use crate::entropy::Entropy;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest file of a key.
const LIMIT: u64 = 4096;

/// Makes a pair of keys; the secret one is never printed.
pub(super) fn generate(args: &Keygen, ui: &Ui) -> Result<u8, Stop> {
    let mut entropy = Entropy::default();
    let secret = SigningKey::from_seed(entropy.bytes());
    entropy.check()?;
    let name = hex(&secret.public());
    let signer = NoteSigner::new(&name, NoteAlgorithm::Signature, secret)
        .map_err(|error| Problem::error("entropy-missing").found(error.to_string()))?;

    let (secret_file, public_file) = (with(&args.name, ".key"), with(&args.name, ".pub"));
    io::create(
        &secret_file,
        format!("{}\n", signer.secret_text()).as_bytes(),
        true,
    )?;
    io::create(
        &public_file,
        format!("{}\n", signer.key()).as_bytes(),
        false,
    )?;

    let files = [&secret_file, &public_file].map(|path| io::name(path));
    let mut out = io::stdout();
    out.write_all(
        ui.hanging("", &say(ui, "key.written", &[("file", &files[1])]), 0)
            .as_bytes(),
    )?;
    writeln!(out, "    {name}")?;
    out.write_all(
        ui.hanging("", &say(ui, "key.keep", &[("file", &files[0])]), 0)
            .as_bytes(),
    )?;
    out.flush()?;
    Ok(0)
}

/// The public key of a file: of NAME.pub, of NAME.key, or 64 hexadecimal digits.
pub(super) fn public(path: &Path, ui: &Ui) -> Result<[u8; 32], Stop> {
    let text = io::typed(path, LIMIT)?;
    let text = text.trim();
    if let Ok(signer) = text.parse::<NoteSigner>() {
        return Ok(*signer.key().public());
    }
    if let Ok(key) = text.parse::<NoteKey>() {
        return Ok(*key.public());
    }
    isonomia::digest::unhex32(text)
        .map_err(|_| refuse(ui, "key.public", &[("file", &io::name(path))]))
}

/// The secret key of a file.
pub(super) fn signer(path: &Path, ui: &Ui) -> Result<SigningKey, Stop> {
    let text = io::typed(path, LIMIT)?;
    let signer: Option<NoteSigner> = text.trim().parse().ok();
    // Notes of draw/v1 name a key by itself; one of another name would sign in vain.
    let own = |signer: &NoteSigner| {
        signer.key().algorithm() == NoteAlgorithm::Signature
            && signer.key().name() == hex(signer.key().public())
    };
    let signer = signer.filter(own);
    let signer = signer.ok_or_else(|| refuse(ui, "key.secret", &[("file", &io::name(path))]))?;
    Ok(signer.signing_key().clone())
}
