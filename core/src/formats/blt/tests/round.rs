//! What is written reads back equal.

use super::{read, written};
use crate::formats::{LoadOptions, Role, Source, read_document};
use crate::problem::Diagnostics;

const RICH: &str = "4 2\n[nick a b c d]\n-3\n[tie d c b a]\n[droop precision=4]\n(x 1) a b=c 0\n7 a - d 0\n1.25 b 0\n2 a a 0\n1 0\n0\nAda\n\"J \"Q\" P\"\n\"#1\"\n\"D\"\n\"T\"\n\"source\"\n\"comment\"\n";

fn document(bytes: &[u8]) -> crate::formats::Document {
    let mut reader = bytes;
    let source = Source {
        name: "x.blt".into(),
        role: Role::Main,
        reader: &mut reader,
    };
    read_document(
        &mut [source],
        &LoadOptions::default(),
        &mut Diagnostics::default(),
    )
    .unwrap()
}

#[test]
fn a_rich_file_is_written_back_equal() {
    let once = written(RICH.as_bytes());
    assert_eq!(document(RICH.as_bytes()), document(&once));
    assert_eq!(written(&once), once);
    let digest = |bytes: &[u8]| read(bytes).0.unwrap().instance.digest();
    assert_eq!(digest(RICH.as_bytes()), digest(&once));
}

#[test]
fn a_written_file_reads_as_a_person_would_write_it() {
    assert_eq!(
        String::from_utf8(written(RICH.as_bytes())).unwrap(),
        "4 2\n[nick a b c d]\n-3\n[tie d c b a]\n[droop precision=4]\n(x 1) a b=c 0\n7 a - d 0\n1.25 b 0\n2 a a 0\n1 0\n0\n\"Ada\"\n\"J \"Q\" P\"\n\"#1\"\n\"D\"\n\"T\"\n\"source\"\n\"comment\"\n"
    );
}

#[test]
fn names_with_marks_of_any_kind_survive() {
    for name in [
        "\"Cy\" \"P\"",
        "a\"\"b",
        "\" #x",
        "x\" #y",
        "#1",
        "\"\"",
        "Ó",
    ] {
        let text = format!("1 1\n1 1 0\n0\n\"{}\"\nT\n", name.replace('"', "\"\""));
        let read_name = |bytes: &[u8]| {
            let loaded = read(bytes).0.unwrap();
            let options = loaded.instance.options().unwrap();
            options.id(crate::id::OptionId(0)).to_owned()
        };
        let first = read_name(text.as_bytes());
        assert_eq!(read_name(&written(text.as_bytes())), first, "{name}");
    }
}
