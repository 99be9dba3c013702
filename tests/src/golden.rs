//! Files in the repository that the code writes: compared in tests, rewritten by
//! `cargo xtask bless`.

use crate::files::root;

/// Whether this run writes instead of comparing (`ISONOMIA_BLESS` is set).
pub fn blessing() -> bool {
    std::env::var_os("ISONOMIA_BLESS").is_some()
}

/// Compares a text with the file at a path below [`root`], or writes it there when blessing.
///
/// # Panics
/// When they differ: the message names the first line that does, and the command that rewrites
/// the file.
pub fn check(path: &str, text: &str) {
    let file = root().join(path);
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    if kept == text {
        return;
    }
    if blessing() {
        let folder = file.parent().map(std::fs::create_dir_all);
        assert!(
            folder.is_some_and(|made| made.is_ok()),
            "no folder for {path}"
        );
        let written = std::fs::write(&file, text);
        assert!(written.is_ok(), "cannot write {path}: {written:?}");
        return;
    }
    let mut lines = kept.lines().zip(text.lines()).zip(1..);
    let differs = lines.find(|((kept, now), _)| kept != now);
    let place = differs.map_or_else(
        || "one is longer than the other".to_owned(),
        |((kept, now), line)| format!("line {line} is\n  {kept}\nand would be\n  {now}"),
    );
    panic!("{path} is not what the code writes: {place}\nif that is meant: cargo xtask bless");
}
