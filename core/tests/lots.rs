//! Ties of a count by the tickets of a sealed draw that binds the ballots.

// A helper of tests may stop the test.
#![allow(clippy::expect_used)]

use isonomia::audit::{AuditOptions, audit};
use isonomia::digest::{Digest, hex};
use isonomia::draw::ceremony::{Ceremony, Text};
use isonomia::draw::plan::{Announced, Holders, Means, Request as Plan, TicketDraw, plan};
use isonomia::draw::schema::Organiser;
use isonomia::draw::{Finding, Trust, assemble};
use isonomia::formats::{LoadOptions, Loaded, Role, Source, load};
use isonomia::json::{Value, parse};
use isonomia::lottery::beacon::QUICKNET;
use isonomia::lottery::signature::SigningKey;
use isonomia::problem::Diagnostics;
use isonomia::report::SeedOrigin;
use isonomia::run::{Request, Sealed, Work, count, lot_differs, sealed_lot};
use isonomia::tie::TieRule;

/// Three candidates with two papers each.
const TIED: &[u8] = b"3 1\n2 1 0\n2 2 0\n2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Three\"\n";
/// The same papers in another order: the same contest, other bytes.
const SHUFFLED: &[u8] = b"3 1\n2 3 0\n2 1 0\n2 2 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Three\"\n";
/// One paper more.
const ANOTHER: &[u8] = b"3 1\n2 1 0\n2 2 0\n3 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Three\"\n";

fn nfc(_: &str) -> bool {
    true
}

fn source<T>(mut bytes: &[u8], run: impl FnOnce(&mut [Source<'_>]) -> T) -> T {
    run(&mut [Source {
        role: Role::Main,
        name: "file".to_owned(),
        reader: &mut bytes,
    }])
}

fn loaded(bytes: &[u8]) -> (Loaded, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let options = LoadOptions::default();
    let found = source(bytes, |sources| load(sources, &options, &mut diagnostics));
    (found.expect("the file can be read"), diagnostics)
}

/// The transcript of a draw of tickets `tie` for these ids, with quicknet round 123 (drand's own
/// documentation, HTTP API), which binds these digests.
fn transcript(ids: &[&str], binds: Vec<[u8; 32]>) -> Vec<u8> {
    let key = SigningKey::from_seed([7; 32]);
    let organiser = Organiser {
        name: "Town hall".to_owned(),
        key: key.public(),
    };
    let time = "2023-08-23T15:15:31Z".parse().expect("a time");
    let mut asked = Plan::new("urn:example:ties", "Ties of a vote", organiser, time);
    asked.sources = vec![Announced::Drand(&QUICKNET)];
    asked.binds = binds;
    asked.tickets = vec![TicketDraw {
        label: "tie".to_owned(),
        holders: Holders::Ids(ids.iter().map(|id| (*id).to_owned()).collect()),
    }];
    let mut byte = 0u8;
    let mut entropy = |bytes: &mut [u8]| {
        for one in bytes {
            byte = byte.wrapping_mul(5).wrapping_add(1);
            *one = byte;
        }
    };
    let mut means = Means {
        pool: None,
        now: "2023-08-23T12:00:00Z".parse().expect("a time"),
        entropy: &mut entropy,
        nfc,
    };
    let planned = plan(&asked, &mut means, &mut Work::default()).expect("a plan");
    let mut ceremony = Ceremony::new(planned.manifest, planned.ticket_ids).expect("a ceremony");
    ceremony.sign(Text::Manifest, &key).expect("a signature");
    let beacon = br#"{"round":123,"signature":"b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92"}"#;
    let beacon = parse(beacon).expect("JSON");
    ceremony.beacon(&beacon).expect("a beacon");
    let transcript = assemble::run(&ceremony, None).expect("a transcript");
    transcript.to_value().canonical()
}

fn sealed(transcript: &[u8]) -> Sealed {
    sealed_lot(transcript, &Trust::none(nfc), "tie").expect("a lot")
}

fn asked(sealed: &Sealed) -> Request {
    Request {
        rule: Some("ranked/irv".to_owned()),
        ties: Some(vec![TieRule::Lot]),
        seed: Some((sealed.seed, sealed.origin)),
        lot: Some(sealed.lot.clone()),
        ..Request::default()
    }
}

fn codes(bytes: &[u8], sealed: &Sealed) -> Vec<&'static str> {
    let (loaded, diagnostics) = loaded(bytes);
    let counted = count(&loaded, &diagnostics, &asked(sealed), &mut Work::default());
    let problems = counted.expect_err("the lot is refused");
    problems.iter().map(|problem| problem.code).collect()
}

fn sha(bytes: &[u8]) -> [u8; 32] {
    *Digest::of(bytes).as_bytes()
}

// Three equal candidates: the last ticket is excluded, then the later of the two that are left
// (their papers are equal again), so the first ticket of the transcript is elected.
#[test]
fn the_first_ticket_of_the_transcript_wins_the_tie() {
    let bytes = transcript(&["A", "B", "C"], vec![sha(TIED)]);
    let lot = sealed(&bytes);
    // Nothing was given to trust, so it is not proven; and it is no rehearsal.
    assert_eq!(
        (lot.verdict, lot.origin),
        (Finding::Unproven, SeedOrigin::Draw)
    );
    let (loaded, diagnostics) = loaded(TIED);
    let report = count(&loaded, &diagnostics, &asked(&lot), &mut Work::default());
    let report = report.expect("a report");
    let value = report.to_value(&loaded.instance);

    let document = parse(&bytes).expect("JSON");
    let results = document.get("results").and_then(Value::as_array);
    let tickets = results.expect("results")[0]
        .get("value")
        .and_then(Value::as_array);
    let first = tickets.expect("tickets")[0].as_array().expect("a pair")[0].clone();
    let elected = value
        .get("outcome")
        .and_then(|outcome| outcome.get("elected"));
    assert_eq!(elected, Some(&Value::Array(vec![first])));

    let named = value.get("lot").expect("the draw is named");
    assert_eq!(named.get("draw_id"), Some(&Value::from("urn:example:ties")));
    assert_eq!(
        named.get("manifest"),
        Some(&Value::from(hex(&lot.lot.manifest)))
    );
    assert_eq!(value.get("seed_origin"), Some(&Value::from("draw")));

    // The audit repeats it from the report, and the transcript agrees with what it says.
    let again = source(TIED, |sources| {
        let options = AuditOptions::default();
        audit(&value.canonical(), sources, options, &mut Work::default())
    });
    assert_eq!(again.differences, []);
    assert_eq!(lot_differs(&value, &lot), None);
    // Another draw of the same town for the same ballots is not the one that was counted with.
    let other = sealed(&transcript(&["A", "B", "C", "D"], vec![sha(TIED)]));
    assert_eq!(lot_differs(&value, &other).expect("differs").path, "/seed");
}

#[test]
fn ballots_that_the_draw_does_not_bind_get_no_lot() {
    let lot = sealed(&transcript(&["A", "B", "C"], vec![sha(TIED)]));
    assert_eq!(codes(ANOTHER, &lot), ["lot-not-bound"]);
    // The same contest in other bytes is bound by its instance, not by the other file.
    assert_eq!(codes(SHUFFLED, &lot), ["lot-not-bound"]);
    let instance = *loaded(TIED).0.instance.digest().as_bytes();
    let by_instance = sealed(&transcript(&["A", "B", "C"], vec![instance]));
    let (shuffled, diagnostics) = loaded(SHUFFLED);
    let work = &mut Work::default();
    assert!(count(&shuffled, &diagnostics, &asked(&by_instance), work).is_ok());
    let none = sealed(&transcript(&["A", "B", "C"], vec![]));
    assert_eq!(codes(TIED, &none), ["lot-not-bound"]);
}

#[test]
fn who_has_no_ticket_stops_the_count() {
    let lot = sealed(&transcript(&["A", "B"], vec![sha(TIED)]));
    assert_eq!(codes(TIED, &lot), ["lot-no-ticket"]);
}

#[test]
fn a_transcript_that_fails_or_lacks_the_label_gives_no_lot() {
    let bytes = transcript(&["A", "B", "C"], vec![sha(TIED)]);
    let wrong = sealed_lot(&bytes, &Trust::none(nfc), "ties").expect_err("no such label");
    assert_eq!((wrong.code, wrong.expected.as_str()), ("lot-label", "tie"));
    let text = String::from_utf8(bytes).expect("text");
    let changed = text.replace("Town hall", "Town hell");
    let wrong = sealed_lot(changed.as_bytes(), &Trust::none(nfc), "tie").expect_err("changed");
    assert_eq!(
        (wrong.code, wrong.found.as_str()),
        ("lot-transcript-fails", "manifest-hash")
    );
    let trust = Trust {
        seal: Some([0; 32]),
        ..Trust::none(nfc)
    };
    let wrong = sealed_lot(text.as_bytes(), &trust, "tie").expect_err("another seal");
    assert_eq!(wrong.found, "expected-manifest");
}
