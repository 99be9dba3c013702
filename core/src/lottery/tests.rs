//! Values of the standards, and properties that hold for every key.

mod uniform;

use std::collections::BTreeSet;
use std::num::NonZeroU32;

use proptest::prelude::*;

use super::*;
use crate::digest::{hex, unhex, unhex32};
use crate::json::Value;

#[test]
fn stream_is_chacha20_of_rfc_8439() {
    // RFC 8439, appendix A.1, test vectors 1 and 2: zero key, zero nonce, counters 0 and 1.
    let keystream = "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7\
                     da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586\
                     9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed\
                     29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f";
    let mut stream = Stream::new([0; 32]);
    let bytes: Vec<u8> = (0..16)
        .flat_map(|_| stream.next_u64().to_le_bytes())
        .collect();
    assert_eq!(hex(&bytes), keystream);
    assert_eq!(stream.words_used(), 16);

    let mut second = Stream::from_block([0; 32], 1);
    let bytes: Vec<u8> = (0..8)
        .flat_map(|_| second.next_u64().to_le_bytes())
        .collect();
    assert_eq!(hex(&bytes), keystream[128..]);
}

#[test]
fn tagged_hash_feeds_tag_count_and_lengths() {
    // The preimage of H("test", "a", "b"), written out by the definition in draw/v1, 2.2.
    let preimage = "000000000000000c647261772f76312f74657374\
                    0000000000000002\
                    000000000000000161\
                    000000000000000162";
    let expected = crate::digest::Digest::of(&unhex(preimage).unwrap());
    assert_eq!(tagged_hash("test", &[b"a", b"b"]), expected.into_bytes());
    assert_ne!(
        tagged_hash("test", &[b"ab"]),
        tagged_hash("test", &[b"a", b"b"])
    );
    assert_ne!(tagged_hash("tes", &[b"tab"]), tagged_hash("test", &[b"ab"]));
}

#[test]
fn below_has_edges() {
    let mut stream = Stream::new([0; 32]);
    assert_eq!(stream.below(0), Err(SampleError::Range(0)));
    assert_eq!(
        stream.below((1 << 64) + 1),
        Err(SampleError::Range((1 << 64) + 1))
    );
    assert_eq!(stream.words_used(), 0);
    assert_eq!(stream.below(1), Ok(0));
    assert_eq!(stream.words_used(), 1);
    // Of 2^63 + 1 outcomes nearly half of all words must be thrown away.
    let mut words = Stream::new([0; 32]);
    let mut kept = Stream::new([0; 32]);
    for _ in 0..50 {
        let accepted = std::iter::repeat_with(|| words.next_u64()).find(|word| *word <= 1 << 63);
        assert_eq!(kept.below((1 << 63) + 1).ok(), accepted);
    }
    assert_eq!(kept.words_used(), words.words_used());
    assert!(kept.words_used() > 70);
    // The definition, in more than 64 bits, where many words stand above and where none does.
    for n in [1 << 63, 3 << 62, u64::MAX, (1 << 32) + 1, 7, 1] {
        let (whole, n) = (1_u128 << 64, u128::from(n));
        let lim = whole - whole % n;
        let (mut words, mut kept) = (Stream::new([7; 32]), Stream::new([7; 32]));
        for _ in 0..50 {
            let word = std::iter::repeat_with(|| u128::from(words.next_u64())).find(|x| *x < lim);
            assert_eq!(kept.below(n).ok().map(u128::from), word.map(|x| x % n));
        }
        assert_eq!(kept.words_used(), words.words_used());
    }
}

#[test]
fn weights_may_be_zero_but_not_all() {
    let mut stream = Stream::new([7; 32]);
    assert_eq!(stream.weighted(&[]), Err(SampleError::Range(0)));
    assert_eq!(stream.weighted(&[0, 0]), Err(SampleError::Range(0)));
    let huge = u128::from(u64::MAX) * 2;
    assert_eq!(
        stream.weighted(&[u64::MAX, u64::MAX]),
        Err(SampleError::Range(huge))
    );
    for _ in 0..100 {
        assert_eq!(stream.weighted(&[0, 5, 0]), Ok(1));
    }
}

#[test]
fn zero_is_a_seed() {
    let zero: Seed = "0".repeat(64).parse().unwrap();
    assert_eq!(zero.as_bytes(), &[0; 32]);
    assert_eq!(zero.to_string(), "0".repeat(64));
    let (here, there) = (
        Lots::from_seed(zero, "ties"),
        Lots::from_seed(zero, "reserve"),
    );
    assert_ne!(here.ticket("a"), there.ticket("a"));
    assert_eq!(here.ticket("a"), DrawKey::derive(zero, "ties").ticket("a"));
    let mut first =
        [here.stream("x"), here.stream("y"), there.stream("x")].map(|mut s| s.next_u64());
    first.sort_unstable();
    assert!(first[0] < first[1] && first[1] < first[2]);
    for wrong in ["0", "", &"0".repeat(63), &"G".repeat(64), &"A".repeat(64)] {
        assert!(wrong.parse::<Seed>().is_err(), "{wrong}");
    }
}

#[test]
fn merkle_root_of_the_published_eight_leaves() {
    // transparency-dev/merkle, testonly/constants.go; the empty root is RFC 6962, 2.1.
    let leaves = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    .map(|data| merkle::leaf(&unhex(data).unwrap()));
    let root = |size: usize| hex(&merkle::root(&leaves[..size]));
    assert_eq!(
        root(0),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    assert_eq!(
        root(1),
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    );
    assert_eq!(
        root(2),
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    );
    assert_eq!(
        root(8),
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    );
}

#[test]
fn merkle_root_of_a_million_leaves_needs_no_deep_stack() {
    // 2^20 equal leaves: twenty times node(h, h), computed without any tree.
    let mut expected = merkle::leaf(b"x");
    let mut tree = merkle::RootBuilder::default();
    for _ in 0..1 << 20 {
        tree.push(expected);
    }
    for _ in 0..20 {
        expected = merkle::node(&expected, &expected);
    }
    assert_eq!(tree.size(), 1 << 20);
    assert_eq!(tree.root(), expected);
}

/// RFC 6962, 2.1, word for word: "k is the largest power of two smaller than n".
fn recursive_root(leaves: &[merkle::Hash]) -> merkle::Hash {
    match leaves {
        [] => merkle::empty(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            merkle::node(&recursive_root(left), &recursive_root(right))
        }
    }
}

/// RFC 9162, 2.1.4.1: SUBPROOF, word for word.
fn subproof(m: usize, leaves: &[merkle::Hash], complete: bool) -> Vec<merkle::Hash> {
    if m == leaves.len() {
        return if complete {
            vec![]
        } else {
            vec![recursive_root(leaves)]
        };
    }
    let k = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(k);
    let (mut proof, other) = if m <= k {
        (subproof(m, left, complete), recursive_root(right))
    } else {
        (subproof(m - k, right, false), recursive_root(left))
    };
    proof.push(other);
    proof
}

#[test]
fn merkle_proofs_hold_and_break_for_all_small_sizes() {
    for size in 0..=40_u64 {
        let leaves: Vec<_> = (0..size).map(|n| merkle::leaf(&n.to_be_bytes())).collect();
        let root = merkle::root(&leaves);
        assert_eq!(root, recursive_root(&leaves));
        assert_eq!(merkle::path(size, &leaves), None);
        for (index, leaf) in (0..size).zip(&leaves) {
            let proof = merkle::path(index, &leaves).unwrap();
            assert!(merkle::verify(index, size, leaf, &proof, &root));
            broken_inclusion(index, size, leaf, &proof, &root);
        }
        for first in 1..=size {
            let cut = usize::try_from(first).unwrap();
            let (root1, proof) = (recursive_root(&leaves[..cut]), subproof(cut, &leaves, true));
            assert!(merkle::verify_consistency(
                first, size, &root1, &root, &proof
            ));
            broken_consistency(first, size, (&root1, &root), &proof);
        }
    }
}

fn broken_inclusion(
    index: u64,
    size: u64,
    leaf: &merkle::Hash,
    proof: &[merkle::Hash],
    root: &merkle::Hash,
) {
    for other in (0..size + 2).filter(|other| *other != index) {
        assert!(
            !merkle::verify(other, size, leaf, proof, root),
            "{index} as {other} of {size}"
        );
    }
    let mut flipped = *leaf;
    flipped[31] ^= 1;
    assert!(!merkle::verify(index, size, &flipped, proof, root));
    assert!(!merkle::verify(index, size, leaf, proof, &flipped));
    assert!(!merkle::verify(
        index,
        size,
        leaf,
        &[proof, &[*root]].concat(),
        root
    ));
    for changed in 0..proof.len() {
        let mut shorter = proof.to_vec();
        let mut other = proof.to_vec();
        shorter.remove(changed);
        other[changed][0] ^= 0x80;
        assert!(!merkle::verify(index, size, leaf, &shorter, root));
        assert!(!merkle::verify(index, size, leaf, &other, root));
    }
}

fn broken_consistency(
    first: u64,
    size: u64,
    roots: (&merkle::Hash, &merkle::Hash),
    proof: &[merkle::Hash],
) {
    let verify = |roots: (&_, &_), proof: &[_]| {
        merkle::verify_consistency(first, size, roots.0, roots.1, proof)
    };
    let mut flipped = *roots.0;
    flipped[0] ^= 1;
    assert!(!verify((&flipped, roots.1), proof));
    assert!(!verify((roots.0, &flipped), proof));
    assert!(!verify(roots, &[proof, &[*roots.1]].concat()));
    assert!(!merkle::verify_consistency(
        0, size, roots.0, roots.1, proof
    ));
    for changed in 0..proof.len() {
        let mut shorter = proof.to_vec();
        let mut other = proof.to_vec();
        shorter.remove(changed);
        other[changed][0] ^= 0x80;
        assert!(
            !verify(roots, &shorter),
            "{first} of {size} without {changed}"
        );
        assert!(!verify(roots, &other));
    }
}

#[test]
fn rounds_are_computed_not_picked() {
    // drand quicknet: genesis 1692803367, period 3 s; rows from the draft's vectors.
    let period = NonZeroU32::new(3).unwrap();
    let round = |unix| first_round_at_or_after(1_692_803_367, period, unix);
    let rows = [
        (0, 1),
        (1_692_803_367, 1),
        (1_692_803_368, 2),
        (1_692_803_733, 123),
        (1_692_803_734, 124),
    ];
    for (unix, expected) in rows {
        assert_eq!(round(unix), expected);
    }
    assert_eq!(round_time(1_692_803_367, period, 123), Some(1_692_803_733));
    assert_eq!(round_time(1_692_803_367, period, 0), None);
    assert_eq!(round_time(0, period, u64::MAX), None);
    let second = NonZeroU32::MIN;
    assert_eq!(
        first_round_at_or_after(i64::MIN, second, i64::MAX),
        u64::MAX
    );
}

#[test]
fn sources_check_what_they_are_given() {
    let dice = |count, sides| Source::Dice {
        count,
        sides,
        ceremony: "town hall".to_owned(),
    };
    let digits = |text: &str| Evidence::Digits(text.to_owned());
    assert_eq!(dice(3, 10).out(&digits("090")), Ok(b"090".to_vec()));
    assert_eq!(dice(3, 10).out(&digits("09")), Err(SourceError::Count));
    assert_eq!(dice(3, 10).out(&digits("０90")), Err(SourceError::Digit));
    assert_eq!(dice(3, 6).out(&digits("160")), Err(SourceError::Digit));
    assert_eq!(dice(3, 6).out(&digits("167")), Err(SourceError::Digit));
    assert_eq!(dice(3, 20).out(&digits("123")), Err(SourceError::Sides(20)));
    assert_eq!(
        dice(3, 10).out(&Evidence::Secret([0; 32])),
        Err(SourceError::EvidenceKind)
    );

    // The first commitment of the draft's worked example.
    let secret =
        unhex32("b0f7bbd5dcaa88007e224e6e786127db5fc4ad6eabb0d576229db19da3256a22").unwrap();
    let commitment = "0a10dfc512cc8592f03b57a242a0b83100e26786ea0f5cfbb9cb5e75aba3ce24";
    let party = Source::CommitReveal {
        party: "Auditor É".to_owned(),
        key: None,
        commitment: unhex32(commitment).unwrap(),
        reveal_by: "2023-08-23T15:15:00Z".to_owned(),
    };
    assert_eq!(party.out(&Evidence::Secret(secret)), Ok(secret.to_vec()));
    assert_eq!(
        party.out(&Evidence::Secret([0; 32])),
        Err(SourceError::Commitment)
    );

    // RFC 3797, section 6: the worked example's three sources.
    let list = Source::Rfc3797List {
        items: vec![
            "US debt".to_owned(),
            "lotto".to_owned(),
            "lotto 2".to_owned(),
        ],
        ready_by: "2004-06-01T00:00:00Z".to_owned(),
    };
    let numbers = vec![
        vec![9319],
        vec![2, 5, 8, 10, 12],
        vec![9, 18, 26, 34, 41, 45],
    ];
    let key = b"9319./2.5.8.10.12./9.18.26.34.41.45./";
    assert_eq!(list.out(&Evidence::Values(numbers)), Ok(key.to_vec()));
    let unsorted = vec![vec![9319], vec![5, 2], vec![]];
    assert_eq!(
        list.out(&Evidence::Values(unsorted)),
        Err(SourceError::NotAscending)
    );
    assert_eq!(
        list.out(&Evidence::Values(vec![vec![1]])),
        Err(SourceError::Count)
    );
    for source in [dice(20, 10), party, list] {
        assert_eq!(Source::from_value(&source.to_value()), Ok(source));
    }
}

#[test]
fn sources_are_closed_objects() {
    let read = |text: &str| Source::from_value(&crate::json::parse(text.as_bytes()).unwrap());
    let field = |key: &str| Err(SourceError::Field(key.to_owned()));
    assert_eq!(read("[]"), field(""));
    assert_eq!(read(r#"{"type":"nist"}"#), field("type"));
    assert_eq!(
        read(r#"{"type":"dice","count":20,"sides":10}"#),
        field("ceremony")
    );
    assert_eq!(
        read(r#"{"type":"dice","count":20,"sides":10,"ceremony":"","note":1}"#),
        field("note")
    );
    assert_eq!(
        read(r#"{"type":"dice","count":true,"sides":10,"ceremony":""}"#),
        field("count")
    );
    assert_eq!(
        read(r#"{"type":"dice","count":-1,"sides":10,"ceremony":""}"#),
        field("count")
    );
    assert_eq!(
        read(r#"{"type":"drand","chain_hash":"AB","round":1}"#),
        field("chain_hash")
    );
}

#[test]
fn evidence_is_read_as_it_is_written() {
    let read = |text: &str| Evidence::from_value(&crate::json::parse(text.as_bytes()).unwrap());
    let written = [
        r#"{"signature":"b75c"}"#,
        r#"{"previous_signature":"00","signature":"b75c"}"#,
        r#"{"digits":"31415926535897932384"}"#,
        r#"{"values":[[9319],[2,5,8,10,12],[]]}"#,
    ];
    for text in written {
        assert_eq!(read(text).unwrap().to_value().canonical_string(), text);
    }
    let secret = format!(r#"{{"secret":"{}"}}"#, "ab".repeat(32));
    assert_eq!(read(&secret), Ok(Evidence::Secret([0xab; 32])));
    let field = |key: &str| Err(SourceError::Field(key.to_owned()));
    assert_eq!(read("{}"), field("values"));
    assert_eq!(read(r#"{"secret":"ab"}"#), field("secret"));
    assert_eq!(read(r#"{"digits":"1","secret":"ab"}"#), field("digits"));
    assert_eq!(
        read(r#"{"signature":"00","previous_signature":null}"#),
        field("previous_signature")
    );
    assert_eq!(read(r#"{"values":[[1,-2]]}"#), field("values"));
}

#[test]
fn ids_are_sealed_in_any_order() {
    // H("ids", canon(ids sorted by UTF-8 bytes)), draw/v1 2.8 point 4.
    let expected = tagged_hash("ids", &["[\"a\",\"b\",\"é\"]".as_bytes()]);
    assert_eq!(ids_hash(["é", "a", "b"]), expected);
    assert_eq!(
        manifest_hash(&Value::object([])),
        tagged_hash("manifest", &[b"{}"])
    );
}

proptest! {
    #[test]
    fn taking_someone_away_never_reorders_the_others(
        key in any::<[u8; 32]>(),
        ids in prop::collection::btree_set(".{0,6}", 1..30),
        gone in any::<prop::sample::Index>(),
    ) {
        let gone = gone.index(ids.len());
        let all = ticket_order(key, ids.iter().map(String::as_str));
        let fewer = ticket_order(key, ids.iter().map(String::as_str).filter(|id| *id != all[gone]));
        let mut expected = all.clone();
        expected.remove(gone);
        prop_assert_eq!(fewer, expected);
        prop_assert!(all.is_sorted_by_key(|id| ticket(key, id)));
    }

    #[test]
    fn below_stays_below(key in any::<[u8; 32]>(), n in 1..=u64::MAX) {
        let mut stream = Stream::new(key);
        for _ in 0..8 {
            prop_assert!(stream.below(u128::from(n)).unwrap() < n);
        }
    }

    #[test]
    fn sample_is_the_start_of_a_shuffle(key in any::<[u8; 32]>(), n in 0_u64..60, k in 0_u64..60) {
        let ours = Stream::new(key).sample(n, k);
        if k > n {
            prop_assert_eq!(ours, Err(SampleError::TooMany { n, k }));
            return Ok(());
        }
        // The definition itself, on the whole list.
        let mut list: Vec<u64> = (0..n).collect();
        let mut stream = Stream::new(key);
        for i in 0..k {
            let j = i + stream.below(u128::from(n - i)).unwrap();
            list.swap(usize::try_from(i).unwrap(), usize::try_from(j).unwrap());
        }
        list.truncate(usize::try_from(k).unwrap());
        let distinct: BTreeSet<u64> = list.iter().copied().collect();
        prop_assert_eq!(distinct.len(), list.len());
        prop_assert_eq!(ours.unwrap(), list);
    }
}
