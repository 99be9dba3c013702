//! README.txt in the folder of a ceremony: which file goes to whom.

use isonomia::draw::chances;
use isonomia::draw::schema::{Lottery, Manifest};

use super::folder::{Folder, lots_alone};
use super::say::say;
use crate::io;
use crate::terminal::Ui;

/// The text. Lines end as editors of Windows like them, which every other one reads too.
pub(super) fn text(folder: &Folder, manifest: &Manifest, ui: &Ui) -> String {
    let mut lines = Vec::new();
    if manifest.rehearsal {
        lines.push(say(ui, "rehearsal.mark", &[]));
    }
    let purpose = [("purpose", manifest.purpose.as_str())];
    lines.extend([say(ui, "readme.title", &purpose), String::new()]);
    let name = |path: std::path::PathBuf| {
        let inside = path
            .strip_prefix(&folder.0)
            .map(std::path::Path::to_path_buf);
        io::name(&inside.unwrap_or(path)).replace('\\', "/")
    };
    let mut file = |path: std::path::PathBuf, key: &str| {
        lines.push(format!("{:<28}{}", name(path), say(ui, key, &[])));
    };
    file(folder.manifest(), "readme.manifest");
    file(folder.note(), "readme.note");
    if matches!(manifest.lottery, Lottery::UniformPanels { .. }) {
        let key = if manifest.lottery.salted() {
            "readme.panels-auditors"
        } else {
            "readme.panels-public"
        };
        file(folder.panels(&manifest.lottery), key);
    }
    file(folder.pool(), "readme.pool");
    if chances::stated(manifest).is_some() {
        file(folder.lottery(), "readme.lottery");
    }
    if !lots_alone(manifest) {
        file(folder.people(), "readme.people");
        file(folder.people_table(), "readme.people");
        file(folder.proofs(), "readme.proofs");
    }
    file(folder.ceremony(), "readme.ceremony");
    file(folder.transcript(), "readme.transcript");
    lines.extend([String::new(), say(ui, "readme.care", &[]), String::new()]);
    lines.join("\r\n")
}
