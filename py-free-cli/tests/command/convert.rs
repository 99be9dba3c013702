use crate::support::{TOWN, file, folder, isonomia, path, sample, with_stdin};

#[test]
fn what_is_written_reads_back_equal() {
    let folder = folder();
    let out = path(&folder, "again.pb");
    isonomia(["convert", &sample("budget.pb"), "--to", "pb", "-o", &out]).ends(0);
    let original = std::fs::read(sample("budget.pb")).unwrap();
    assert_eq!(std::fs::read(&out).unwrap(), original);
    let ran = with_stdin(["convert", "-", "--to", "pb"], TOWN.as_bytes()).ends(0);
    assert_eq!(ran.out, TOWN);
}

#[test]
fn the_input_is_never_written_over() {
    let folder = folder();
    let town = file(&folder, "town.pb", TOWN);
    let ran = isonomia(["convert", &town, "--to", "pb", "-o", &town]).ends(1);
    assert!(ran.err.contains("not written over"), "{}", ran.err);
    assert_eq!(std::fs::read_to_string(&town).unwrap(), TOWN);
}

#[test]
fn a_broken_input_leaves_no_file_behind() {
    let folder = folder();
    let broken = file(&folder, "broken.pb", TOWN.replace("PROJECTS\n", ""));
    let out = path(&folder, "out.pb");
    isonomia(["convert", &broken, "--to", "pb", "-o", &out]).ends(1);
    assert!(!std::path::Path::new(&out).exists());
}

#[test]
fn an_unknown_format_is_wrong_usage() {
    let ran = isonomia(["convert", &sample("budget.pb"), "--to", "docx"]).ends(2);
    assert!(ran.err.contains("pb"), "{}", ran.err);
    isonomia(["convert", &sample("budget.pb")]).ends(2);
}
