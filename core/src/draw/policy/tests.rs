//! Policies as c2sp.org/tlog-policy writes them, and quorums against a direct definition.

mod sigsum;

use proptest::prelude::*;

use super::*;
use crate::draw::note::{Note, NoteAlgorithm, NoteSigner};
use crate::draw::tlog::cosign;
use crate::lottery::signature::SigningKey;

const LOG: &str = "example.com/log";
const TEXT: &str = "example.com/log\n42\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

fn log() -> NoteSigner {
    signer(LOG, NoteAlgorithm::Signature, 100)
}

fn witness(number: u8) -> NoteSigner {
    signer(
        &format!("w{number}.example"),
        NoteAlgorithm::Cosignature,
        number,
    )
}

fn signer(name: &str, algorithm: NoteAlgorithm, seed: u8) -> NoteSigner {
    NoteSigner::new(name, algorithm, SigningKey::from_seed([seed; 32])).unwrap()
}

/// Fills `LOG`, `W1` .. `W6`, `A1` in a policy with keys.
fn policy(text: &str) -> Result<Policy, PolicyError> {
    let mut text = text.replace("LOG", &log().key().to_string());
    for number in 1..=6 {
        text = text.replace(&format!("W{number}"), &witness(number).key().to_string());
    }
    let auditor = signer("anna", NoteAlgorithm::Signature, 50);
    Policy::parse(text.replace("A1", &auditor.key().to_string()).as_bytes())
}

/// The checkpoint signed by the log and cosigned by these witnesses at these times.
fn checkpoint(times: &[(u8, u64)]) -> Note {
    let mut note = Note::new(TEXT).unwrap();
    note.signatures.push(log().sign(TEXT));
    for (number, time) in times {
        note.signatures.push(cosign(&witness(*number), TEXT, *time));
    }
    note
}

/// The example of the specification.
const EXAMPLE: &str = "log LOG\n\nwitness X1 W1\nwitness X2 W2\nwitness X3 W3\n\
    group X-witnesses 2 X1 X2 X3\n\nwitness Y1 W4\nwitness Y2 W5\nwitness Y3 W6\n\
    group Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n";

#[test]
fn the_time_is_when_the_quorum_was_met() {
    let policy = policy(EXAMPLE).unwrap();
    let time = |times: &[(u8, u64)]| policy.anchor(&checkpoint(times), LOG).unwrap().time;
    assert_eq!(time(&[(1, 10), (2, 20), (4, 5)]), Some(20));
    assert_eq!(time(&[(1, 10), (2, 20), (3, 15), (4, 5)]), Some(15));
    assert_eq!(time(&[(1, 10), (2, 20), (5, 50), (6, 40)]), Some(40));
    assert_eq!(time(&[(1, 10), (2, 20)]), None);
    assert_eq!(time(&[(1, 10), (4, 5), (5, 6), (6, 7)]), None);
    assert_eq!(time(&[]), None);
    // The same witness twice is one witness, and its earlier word counts.
    assert_eq!(time(&[(1, 10), (1, 11), (4, 5)]), None);
    assert_eq!(time(&[(1, 30), (1, 10), (2, 20), (4, 5)]), Some(20));
}

#[test]
fn only_lines_of_known_keys_count() {
    let policy = policy("log LOG\nwitness w W1\nquorum w\n").unwrap();
    let honest = checkpoint(&[(1, 10), (2, 20)]);
    let anchor = policy.anchor(&honest, LOG).unwrap();
    assert!(anchor.log_signed);
    assert_eq!(anchor.time, Some(10));
    assert_eq!(anchor.witnesses, [("w1.example".to_owned(), 10)]);
    assert_eq!(anchor.ignored, [honest.signatures[2].line()]);

    // A broken line of an unknown key is still only ignored, one of a known key is not.
    let mut broken = honest.clone();
    broken.signatures[2].bytes[20] ^= 1;
    assert_eq!(policy.anchor(&broken, LOG).unwrap().time, Some(10));
    let mut broken = honest.clone();
    broken.signatures[1].bytes[20] ^= 1;
    let name = "w1.example".to_owned();
    assert_eq!(policy.anchor(&broken, LOG), Err(AnchorError { name }));
    let mut broken = honest.clone();
    broken.signatures[0].bytes[20] ^= 1;
    let name = LOG.to_owned();
    assert_eq!(policy.anchor(&broken, LOG), Err(AnchorError { name }));
    assert!(policy.anchor(&checkpoint(&[(1, 0)]), LOG).is_err());

    // Without the log's signature there is no anchor, whoever else signed.
    let mut unsigned = honest.clone();
    unsigned.signatures.remove(0);
    let anchor = policy.anchor(&unsigned, LOG).unwrap();
    assert_eq!((anchor.log_signed, anchor.time), (false, None));
    let anchor = policy.anchor(&honest, "example.com/another").unwrap();
    assert_eq!((anchor.log_signed, anchor.time), (false, None));
    assert_eq!(anchor.ignored.len(), 1);

    // A changed name or key id makes the line one of an unknown key.
    let mut renamed = honest.clone();
    renamed.signatures[1].name.push('x');
    renamed.signatures[0].key_id[0] ^= 1;
    let anchor = policy.anchor(&renamed, LOG).unwrap();
    assert_eq!((anchor.log_signed, anchor.time), (false, None));
    assert_eq!(anchor.ignored.len(), 3);
}

#[test]
fn no_quorum_proves_nothing() {
    let policy = policy("log LOG\nwitness w W1\nquorum none\n").unwrap();
    assert!(!policy.has_quorum());
    let anchor = policy.anchor(&checkpoint(&[(1, 10)]), LOG).unwrap();
    assert!(anchor.log_signed);
    assert_eq!(anchor.time, None);
}

#[test]
fn auditors_are_known_by_their_key() {
    let policy = policy("auditor A1\nquorum none").unwrap();
    let anna = SigningKey::from_seed([50; 32]).public();
    assert!(policy.is_auditor(&anna));
    assert!(!policy.is_auditor(witness(1).key().public()));
    assert_eq!(policy.auditors().collect::<Vec<_>>(), [&anna]);
    assert!(!policy.knows_log(LOG));
}

#[test]
fn blanks_comments_urls_and_octets() {
    for text in [
        "quorum none\n",
        "\n# comment\n\t # another comment\n\twitness \t w1  W1   https://w1.example.com/  \n\n  quorum\tw1",
        "log LOG https://log.example.com/\nwitness w1 W1\nquorum w1\n",
        "witness all W1\nwitness any W2\ngroup group 2 all any\nquorum group\n",
    ] {
        assert!(policy(text).is_ok(), "{text:?}: {:?}", policy(text));
    }
    let mut octets = b"witness \xe2\x84\xaalvin-w\x80 ".to_vec();
    octets.extend(witness(1).key().to_string().bytes());
    let mut kelvin = octets.clone();
    kelvin.extend(b"\nquorum \xe2\x84\xaalvin-w\x80\n");
    assert!(Policy::parse(&kelvin).is_ok());
    octets.extend(b"\nquorum Klvin-w\x80\n");
    assert_eq!(Policy::parse(&octets), Err(PolicyFault::Unknown.at_line(2)));
}

impl PolicyFault {
    fn at_line(self, line: usize) -> PolicyError {
        PolicyError { line, fault: self }
    }
}

#[test]
fn policies_that_do_not_hold() {
    use PolicyFault::*;
    let first_and_again = format!("witness w1 W1\nwitness w2 {}\nquorum w1\n", {
        // The same public key under another name.
        let again = signer("impostor", NoteAlgorithm::Cosignature, 1);
        again.key().to_string()
    });
    for (text, line, fault) in [
        ("quorum none\n\u{1}", 2, Control),
        ("quorum none\r\n", 1, Control),
        ("quibble w1\nquorum none\n", 1, Keyword),
        (
            "witness w1 W1 https://w1.example.com/ # comment\nquorum w1\n",
            1,
            Words,
        ),
        ("log\nquorum none\n", 1, Words),
        (
            "log garbage\nquorum none\n",
            1,
            Key(crate::draw::note::NoteError::Key),
        ),
        ("log W1\nquorum none\n", 1, KeyType),
        ("auditor W1\nquorum none\n", 1, KeyType),
        ("auditor A1 https://anna.example\nquorum none\n", 1, Words),
        (
            "log LOG\nlog LOG https://log.example.com/\nquorum none\n",
            2,
            KeyTwice,
        ),
        ("auditor A1\nauditor A1\nquorum none\n", 2, KeyTwice),
        (&first_and_again, 2, KeyTwice),
        ("witness w1\nquorum none\n", 1, Words),
        ("witness w1 LOG\nquorum w1\n", 1, KeyType),
        ("witness none W1\nquorum none\n", 1, NameTwice),
        ("witness w1 W1\nwitness w1 W2\nquorum w1\n", 2, NameTwice),
        ("witness w1 W1\ngroup w1 any w1\nquorum w1\n", 2, NameTwice),
        ("witness w1 W1\ngroup g1 1\nquorum w1\n", 2, Words),
        (
            "witness w1 W1\ngroup none any w1\nquorum none\n",
            2,
            NameTwice,
        ),
        ("witness w1 W1\ngroup g1 0 w1\nquorum g1\n", 2, Threshold),
        ("witness w1 W1\ngroup g1 -1 w1\nquorum g1\n", 2, Threshold),
        ("witness w1 W1\ngroup g1 +1 w1\nquorum g1\n", 2, Threshold),
        ("witness w1 W1\ngroup g1 2 w1\nquorum g1\n", 2, Threshold),
        ("witness w1 W1\ngroup g1 any w2\nquorum g1\n", 2, Unknown),
        ("group g1 any w1\nwitness w1 W1\nquorum g1\n", 1, Unknown),
        (
            "witness w1 W1\ngroup g1 any none w1\nquorum g1\n",
            2,
            Unknown,
        ),
        (
            "witness w1 W1\ngroup g1 all w1 w1\nquorum g1\n",
            2,
            MemberTwice,
        ),
        (
            "witness w1 W1\nwitness w2 W2\ngroup g1 any w1 w2\ngroup g2 any w1\nquorum g1\n",
            4,
            MemberTwice,
        ),
        ("witness w1 W1\n", 0, NoQuorum),
        ("", 0, NoQuorum),
        ("witness w1 W1\nquorum w1\nquorum w1\n", 3, QuorumTwice),
        ("quorum unknown\n", 1, Unknown),
        ("quorum w1\nwitness w1 W1\n", 1, Unknown),
        ("quorum\n", 1, Words),
    ] {
        assert_eq!(policy(text), Err(fault.at_line(line)), "{text:?}");
    }
    assert_eq!(
        Policy::parse(&vec![b'#'; (1 << 20) + 1]),
        Err(TooLong.at_line(0))
    );
}

proptest! {
    /// "Smallest t such that cosignatures stamped <= t meet the quorum", word by word.
    #[test]
    fn quorum_times_are_those_of_the_definition(
        times in proptest::collection::vec(proptest::option::of(1_i64..6), 6),
        inner in 1_usize..4,
        other in 1_usize..4,
        outer in 1_usize..3,
    ) {
        let text = format!(
            "witness a W1\nwitness b W2\nwitness c W3\ngroup x {inner} a b c\nwitness d W4\n\
             witness e W5\nwitness f W6\ngroup y {other} d e f\ngroup z {outer} x y\nquorum z\n"
        );
        let policy = policy(&text).unwrap();
        let met = |t: i64| {
            let count = |from: usize| times[from..from + 3].iter().flatten().filter(|at| **at <= t).count();
            usize::from(count(0) >= inner) + usize::from(count(3) >= other) >= outer
        };
        let expected = (1..6).find(|t| met(*t));
        // Nodes stand in the order of their lines: a b c x d e f y z.
        let mut known = times.clone();
        known.insert(3, None);
        known.extend([None, None]);
        prop_assert_eq!(policy.quorum_time(known), expected);
    }
}
