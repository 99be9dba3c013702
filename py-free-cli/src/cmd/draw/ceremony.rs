//! A folder with its ceremony, opened for one step.

use std::path::Path;

use isonomia::draw::ceremony::Ceremony;
use isonomia::draw::limits;
use isonomia::draw::schema::Manifest;
use isonomia::draw::seal::seal;
use isonomia::draw::time::Time;
use isonomia::json::{Limits, parse_with};

use super::files;
use super::folder::Folder;
use super::say::refuse;
use crate::io::{self, Stop};
use crate::terminal::Ui;

/// The largest manifest, and the largest working file, which may hold a million ids.
const LIMIT: u64 = limits::FILE_BYTES as u64;

/// A folder and what is known of its draw.
pub(super) struct Open {
    pub(super) folder: Folder,
    pub(super) ceremony: Ceremony,
}

impl Open {
    /// Opens a folder. The manifest beside the working file must be the one it began with: it is
    /// what others get.
    pub(super) fn folder(path: &Path, ui: &Ui) -> Result<Self, Stop> {
        let folder = Folder(path.to_owned());
        let file = folder.ceremony();
        if !file.is_file() {
            return Err(refuse(ui, "folder.none", &[("file", &io::name(path))]));
        }
        let bytes = io::bounded(&file, LIMIT)?;
        let ceremony = Ceremony::parse(&bytes, unicode_normalization::is_nfc);
        let ceremony = ceremony.map_err(|problem| files::refused(problem, &file, &bytes, ui))?;
        let manifest = manifest(&folder.manifest(), ui)?;
        if seal(&manifest) != *ceremony.manifest_hash() {
            let file = io::name(&folder.manifest());
            return Err(refuse(ui, "folder.changed", &[("file", &file)]));
        }
        Ok(Self { folder, ceremony })
    }

    /// Opens a folder whose plan was sealed.
    pub(super) fn sealed(path: &Path, ui: &Ui) -> Result<Self, Stop> {
        let open = Self::folder(path, ui)?;
        if open.ceremony.is_sealed() {
            Ok(open)
        } else {
            Err(refuse(ui, "folder.unsealed", &[("file", &io::name(path))]))
        }
    }

    /// Writes the working file in place of the one that was there.
    pub(super) fn save(&self) -> Result<(), Stop> {
        let bytes = files::line(&self.ceremony.to_value());
        Ok(io::replace(&self.folder.ceremony(), &bytes, false)?)
    }
}

/// Reads a manifest, or the one that a transcript or a working file holds.
pub(super) fn manifest(path: &Path, ui: &Ui) -> Result<Manifest, Stop> {
    let bytes = io::bounded(path, LIMIT)?;
    let limits = Limits {
        depth: limits::NESTING,
        bytes: limits::FILE_BYTES,
        is_nfc: Some(unicode_normalization::is_nfc),
    };
    let body = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
    let value =
        parse_with(body, &limits).map_err(|error| files::broken(path, &bytes, &error, ui))?;
    let value = value.get("manifest").unwrap_or(&value);
    if value.get("draw_id").is_none() {
        return Err(refuse(ui, "file.manifest", &[("file", &io::name(path))]));
    }
    Manifest::from_value(value).map_err(|error| files::field(path, &error.pointer, ui))
}

/// A moment in the one spelling of times, or as seconds outside the years that it knows.
pub(super) fn moment(unix: i64) -> String {
    Time::from_unix(unix).map_or_else(|| unix.to_string(), |time| time.to_string())
}
