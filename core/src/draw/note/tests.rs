//! Keys, notes and refusals of the reference implementation, golang.org/x/mod/sumdb/note.

use super::*;

const PETER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const PETER_SECRET: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const ENOCH: &str = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop";
const TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                    then you don't know what your problem is.\n";
const PETER_LINE: &str = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
const ENOCH_LINE: &str = "\u{2014} EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n";

fn key(text: &str) -> NoteKey {
    text.parse().unwrap()
}

#[test]
fn signs_as_the_reference_does() {
    let signer: NoteSigner = PETER_SECRET.parse().unwrap();
    assert_eq!(signer.secret_text(), PETER_SECRET);
    assert_eq!(signer.key().to_string(), PETER);
    let mut note = Note::new(TEXT).unwrap();
    note.signatures.push(signer.sign(TEXT));
    assert_eq!(note.to_string(), format!("{TEXT}\n{PETER_LINE}"));
}

#[test]
fn reads_what_the_reference_signed() {
    let text = format!("{TEXT}\n{PETER_LINE}{ENOCH_LINE}");
    let note = Note::parse(&text).unwrap();
    assert_eq!(note.text, TEXT);
    assert_eq!(note.to_string(), text);
    let [peter, enoch] = &note.signatures[..] else {
        panic!("two signatures")
    };
    assert_eq!(peter.name, "PeterNeumann");
    assert_eq!(peter.key_id, [0xc7, 0x4f, 0x20, 0xa3]);
    assert_eq!(format!("{}\n", enoch.line()), ENOCH_LINE);
    assert!(key(PETER).verifies(TEXT, peter));
    assert!(key(ENOCH).verifies(TEXT, enoch));
    assert!(!key(ENOCH).verifies(TEXT, peter));
    assert!(!key(PETER).verifies("another text\n", peter));
}

#[test]
fn the_example_of_c2sp_is_a_note_with_an_empty_line_in_its_text() {
    let text = "Ognuno sta solo sul cuor della terra\n\
                trafitto da un raggio di sole:\n\
                \n\
                ed è subito sera.\n";
    let line = "\u{2014} quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";
    let note = Note::parse(&format!("{text}\n{line}")).unwrap();
    assert_eq!(note.text, text);
    assert_eq!(note.signatures.len(), 1);
    assert_eq!(note.signatures[0].bytes.len(), 64);
}

#[test]
fn keys_are_read_in_one_spelling() {
    // Every part of the key's text, and every text with one octet changed.
    for text in [PETER, PETER_SECRET] {
        let parse = |text: &str| match text.strip_prefix("PRIVATE") {
            Some(_) => text.parse::<NoteSigner>().is_ok(),
            None => text.parse::<NoteKey>().is_ok(),
        };
        assert!(parse(text));
        for start in 0..=text.len() {
            for end in start + 1..=text.len() {
                assert_eq!(parse(&text[start..end]), end - start == text.len());
            }
        }
        for at in 0..text.len() {
            let mut changed = text.as_bytes().to_vec();
            changed[at] += 1;
            assert!(!parse(std::str::from_utf8(&changed).unwrap()), "{at}");
        }
    }
    // Wrong length, and an algorithm that is not known: both with the id that fits.
    for wrong in [
        "PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==",
        "PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ] {
        assert!(wrong.parse::<NoteKey>().is_err());
    }
    // A witness of the C2SP network, type 04.
    let witness = key("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2");
    assert_eq!(witness.algorithm(), NoteAlgorithm::Cosignature);
    // A weak key: the identity point under the id that fits its name.
    let mut weak = [0; 32];
    weak[0] = 1;
    assert_eq!(
        NoteKey::new("weak", NoteAlgorithm::Signature, weak),
        Err(NoteError::Key)
    );
}

#[test]
fn malformed_notes_are_refused() {
    let line = &PETER_LINE[..PETER_LINE.len() - 1];
    for (note, error) in [
        (TEXT.to_owned(), NoteError::NoSignature),
        (format!("{TEXT}\n"), NoteError::NoSignature),
        (format!("{TEXT}\n{line}"), NoteError::Line),
        (format!("\u{1}{TEXT}\n{PETER_LINE}"), NoteError::Text),
        (format!("{TEXT}\r\n{PETER_LINE}"), NoteError::Text),
        (
            format!("{TEXT}\n{PETER_LINE}Unexpected line.\n"),
            NoteError::Line,
        ),
        (format!("{TEXT}\n{PETER_LINE}\n"), NoteError::NoSignature),
        (
            format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "Bad Name")),
            NoteError::Line,
        ),
        (
            format!("{TEXT}\n{}", PETER_LINE.replace("PeterNeumann", "Bad+Name")),
            NoteError::Line,
        ),
        (
            format!(
                "{TEXT}\n{}",
                PETER_LINE.replace("PeterNeumann", "Bad\u{2003}Name")
            ),
            NoteError::Line,
        ),
        (
            format!("{TEXT}\n{}", PETER_LINE.replace("\u{2014}", "-")),
            NoteError::Line,
        ),
        (
            format!("{TEXT}\n\u{2014} PeterNeumann x08gow==\n"),
            NoteError::Line,
        ),
        (
            format!("{TEXT}\n{}", PETER_LINE.repeat(33)),
            NoteError::TooManySignatures,
        ),
        (
            format!("{}\n\n{PETER_LINE}", "x".repeat(16 * 1024)),
            NoteError::TooLong,
        ),
    ] {
        assert_eq!(Note::parse(&note), Err(error), "{note:?}");
    }
    assert!(Note::parse(&format!("{TEXT}\n{}", PETER_LINE.repeat(32))).is_ok());
    assert_eq!(Note::new("no end"), Err(NoteError::Text));
    assert_eq!(Note::new("tab\tulator\n"), Err(NoteError::Text));
}
