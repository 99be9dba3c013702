//! Honest transcripts are UNPROVEN at best; every byte changed, and every forgery tried, is FAIL.

use super::*;
use crate::draw::{Finding, Verdict};
use crate::formats::{LoadOptions, Role, Source as FileSource, load};
use crate::json::parse;

const PEOPLE: &str = "id,area\n01,N\n02,S\n03,N\n04,S\n05,N\n06,S\n07,N\n08,S\n";
const CATEGORIES: &str = "feature,value,min,max\narea,N,1,3\narea,S,1,3\n";
const DIGITS: &str = "11876677954665453986";

fn with_files<T>(people: &str, work: impl FnOnce(&mut [FileSource<'_>]) -> T) -> T {
    let (mut people, mut categories) = (people.as_bytes(), CATEGORIES.as_bytes());
    work(&mut [
        FileSource {
            name: "people.csv".to_owned(),
            role: Role::Main,
            reader: &mut people,
        },
        FileSource {
            name: "categories.csv".to_owned(),
            role: Role::Categories,
            reader: &mut categories,
        },
    ])
}

fn dice_of(digits: &str) -> Randomness {
    Randomness::Dice {
        digits: digits.to_owned(),
        sides: 10,
        ceremony: "town hall".to_owned(),
    }
}

fn draw_with(purpose: &str, rule: &str, randomness: Randomness) -> Result<Value, Vec<Problem>> {
    with_files(PEOPLE, |sources| {
        let options = LoadOptions {
            seats: Some(4),
            ..LoadOptions::default()
        };
        let mut diagnostics = Diagnostics::default();
        let loaded = load(sources, &options, &mut diagnostics).unwrap();
        let rehearsal = Rehearsal {
            purpose: purpose.to_owned(),
            randomness,
            request: Request {
                rule: Some(rule.to_owned()),
                ..Request::default()
            },
        };
        run(&rehearsal, &loaded, &diagnostics, &mut Work::default())
    })
}

fn transcript(randomness: Randomness) -> Vec<u8> {
    let value = draw_with("a trial panel", "sortition/stratified", randomness).unwrap();
    value.canonical()
}

fn alone(transcript: &[u8]) -> Verdict {
    verify(transcript, None, &mut Work::default())
}

fn with_pool(transcript: &[u8], people: &str) -> Verdict {
    with_files(people, |sources| {
        verify(transcript, Some(sources), &mut Work::default())
    })
}

/// The checks that are not PASS: name and code.
fn open(verdict: &Verdict) -> Vec<(&'static str, &'static str)> {
    let open = verdict.checks.iter();
    open.filter(|check| check.finding != Finding::Pass)
        .map(|check| (check.name, check.code))
        .collect()
}

#[test]
fn a_rehearsal_is_never_pass() {
    let bytes = transcript(dice_of(DIGITS));
    let verdict = with_pool(&bytes, PEOPLE);
    assert_eq!(open(&verdict), [("rehearsal", "rehearsal")]);
    assert_eq!(verdict.verdict, Finding::Unproven);
    assert_eq!(verdict.members.len(), 4);
    assert_eq!(verdict.purpose, "a trial panel");
    assert_eq!(
        verdict.unshown,
        ["dice-tries", "fixed-before", "eligible", "after"]
    );
    let names: Vec<&str> = verdict.checks.iter().map(|check| check.name).collect();
    assert_eq!(
        names,
        [
            "json",
            "schema",
            "digest",
            "manifest-hash",
            "dice-format",
            "seed",
            "report-digest",
            "report-agrees",
            "pool-digest",
            "panel-recounted",
            "rehearsal"
        ]
    );
    // A line end after the document is no part of it.
    let mut line = bytes.clone();
    line.push(b'\n');
    assert_eq!(with_pool(&line, PEOPLE), verdict);
}

#[test]
fn without_the_pool_the_recount_is_unproven() {
    assert_eq!(
        open(&alone(&transcript(dice_of(DIGITS)))),
        [
            ("pool-digest", "pool-not-given"),
            ("panel-recounted", "pool-not-given"),
            ("rehearsal", "rehearsal")
        ]
    );
}

#[test]
fn a_typed_seed_is_called_that() {
    let bytes = transcript(Randomness::Operator(Seed::from([7; 32])));
    let verdict = with_pool(&bytes, PEOPLE);
    assert_eq!(
        open(&verdict),
        [("source", "seed-by-operator"), ("rehearsal", "rehearsal")]
    );
    assert_eq!(verdict.unshown.first(), Some(&"seed-chosen"));
    // The case of tests/data/cases: draw/v1, appendix A, under the seed 07 x 32.
    assert_eq!(verdict.members, ["02", "03", "04", "05"]);
    let value = parse(&bytes).unwrap();
    let origin = value.get("report").unwrap().get("seed_origin");
    assert_eq!(origin, Some(&Value::from("operator")));
}

/// The seed by the Python of appendix A of draw/v1: `H("seed", H("manifest", canon(manifest)),
/// source_digest(0, {"ceremony":"town hall","count":20,"sides":10,"type":"dice"}, digits))`; the
/// digests in the manifest by `sha256` of the files and of the canonical JSON of the pool.
#[test]
fn the_seed_is_that_of_the_reference_implementation() {
    let value = parse(&transcript(dice_of(DIGITS))).unwrap();
    let manifest = value.get("manifest").unwrap();
    assert_eq!(manifest.canonical_string(), MANIFEST);
    assert_eq!(
        value.get("manifest_hash"),
        Some(&Value::from(MANIFEST_HASH))
    );
    assert_eq!(value.get("seed"), Some(&Value::from(SEED)));
    // sample(H("draw", seed, "panel/N"), 4, 2) = 1, 3 and of "panel/S" 1, 2, in any order.
    let verdict = alone(&value.canonical());
    assert_eq!(verdict.members, ["03", "04", "06", "07"]);
}

#[test]
fn few_dice_are_unproven_and_impossible_ones_refused() {
    let verdict = alone(&transcript(dice_of("1187667795466545398")));
    assert!(open(&verdict).contains(&("dice-format", "dice-few")));
    let draw = |randomness| draw_with("x", "sortition/uniform", randomness);
    let six = |digits: &str, sides| Randomness::Dice {
        digits: digits.to_owned(),
        sides,
        ceremony: String::new(),
    };
    for randomness in [six("1207", 6), six("12", 20), six("1a", 10), six("1 2", 10)] {
        assert_eq!(draw(randomness).unwrap_err()[0].code, "dice-digits");
    }
    assert!(draw(six(&"123456".repeat(5), 6)).is_ok());
}

#[test]
fn a_draw_needs_a_purpose_and_a_rule_that_draws() {
    let operator = || Randomness::Operator(Seed::from([0; 32]));
    let code =
        |purpose: &str, rule: &str| draw_with(purpose, rule, operator()).unwrap_err()[0].code;
    assert_eq!(code(" ", "sortition/uniform"), "draw-purpose");
    assert_eq!(code("x", "budget/greedy"), "rule-draws-nothing");
    assert_eq!(code("x", "sortition/none"), "rule-unknown");
}

#[test]
fn any_byte_changed_is_fail() {
    let bytes = transcript(dice_of(DIGITS));
    for at in 0..bytes.len() {
        for flip in [1, 2, 32, 128] {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            let verdict = alone(&changed).verdict;
            assert_eq!(verdict, Finding::Fail, "byte {at} ^ {flip}");
        }
    }
    for at in 0..bytes.len() {
        assert_eq!(alone(&bytes[..at]).verdict, Finding::Fail, "cut at {at}");
    }
}

#[test]
fn a_changed_pool_is_fail() {
    let bytes = transcript(dice_of(DIGITS));
    let other = with_pool(&bytes, &PEOPLE.replace("08,S", "08,N"));
    assert_eq!(other.verdict, Finding::Fail);
    assert!(open(&other).contains(&("pool-digest", "pool-differs")));
    for at in 0..PEOPLE.len() {
        let mut people = PEOPLE.as_bytes().to_vec();
        people[at] ^= 1;
        let people = String::from_utf8(people).unwrap();
        assert_eq!(
            with_pool(&bytes, &people).verdict,
            Finding::Fail,
            "byte {at}"
        );
    }
    assert_eq!(with_pool(&bytes, "").verdict, Finding::Fail);
}

/// Replaces fields by path and makes every digest fit again, as a forger would.
fn forged(bytes: &[u8], changes: &[(&[&str], Value)]) -> Vec<u8> {
    let mut whole = parse(bytes).unwrap();
    for (path, value) in changes {
        set(&mut whole, path, value.clone());
    }
    let report = whole.get("report").unwrap().clone();
    set(&mut whole, &["report"], resealed(report));
    resealed(whole).canonical()
}

fn set(value: &mut Value, path: &[&str], new: Value) {
    let Value::Object(fields) = value else {
        panic!("no object at {path:?}")
    };
    match path {
        [key] => {
            fields.insert((*key).to_owned(), new);
        }
        [key, rest @ ..] => set(fields.get_mut(*key).unwrap(), rest, new),
        [] => {}
    }
}

fn resealed(mut value: Value) -> Value {
    if let Value::Object(fields) = &mut value {
        fields.remove("digest");
    }
    let digest = Digest::of(&value.canonical()).tagged();
    set(&mut value, &["digest"], Value::from(digest));
    value
}

#[test]
fn forgeries_with_fitting_digests_are_found() {
    let bytes = transcript(dice_of(DIGITS));
    let text = |text: &str| Value::from(text);
    let failing = |verdict: &Verdict| {
        let failed = verdict.checks.iter();
        failed
            .filter(|check| check.finding == Finding::Fail)
            .map(|check| check.name)
            .collect::<Vec<_>>()
    };
    // Other members: only the recount can tell, and without the pool nothing is proven.
    let members = Value::Array(["01", "02", "03", "04"].map(Value::from).to_vec());
    let panel = forged(&bytes, &[(&["report", "outcome", "members"], members)]);
    assert_eq!(alone(&panel).verdict, Finding::Unproven);
    assert_eq!(failing(&with_pool(&panel, PEOPLE)), ["panel-recounted"]);
    // Other dice, or another announcement, under the old seed.
    let digits = Value::Array(vec![object(vec![("digits", text("11876677954665453987"))])]);
    assert_eq!(
        failing(&alone(&forged(&bytes, &[(&["evidence"], digits)]))),
        ["seed"]
    );
    let purpose = forged(&bytes, &[(&["manifest", "purpose"], text("a panel"))]);
    assert_eq!(failing(&alone(&purpose)), ["manifest-hash", "seed"]);
    // Another seed everywhere it stands.
    let seed = text(&"00".repeat(32));
    let seeded = forged(
        &bytes,
        &[(&["seed"], seed.clone()), (&["report", "seed"], seed)],
    );
    assert_eq!(failing(&alone(&seeded)), ["seed"]);
    // A report of something else than announced.
    let seats = forged(&bytes, &[(&["report", "seats"], Value::from(3_u32))]);
    assert_eq!(failing(&alone(&seats)), ["report-agrees"]);
    let origin = forged(&bytes, &[(&["report", "seed_origin"], text("operator"))]);
    assert_eq!(failing(&alone(&origin)), ["report-agrees"]);
    // No rehearsal, or a field too many.
    let official = forged(&bytes, &[(&["rehearsal"], Value::from(false))]);
    assert_eq!(failing(&alone(&official)), ["schema"]);
    let more = forged(&bytes, &[(&["manifest", "witness"], text("me"))]);
    assert_eq!(failing(&alone(&more)), ["schema"]);
    // Another version excuses nothing where rule and revision are known.
    let version: (&[&str], Value) = (&["report", "engine"], text("0.0.1"));
    let older = with_pool(&forged(&bytes, std::slice::from_ref(&version)), PEOPLE);
    assert_eq!(open(&older), [("rehearsal", "rehearsal")]);
    let members = Value::Array(["01", "02", "03", "04"].map(Value::from).to_vec());
    let both = [version, (&["report", "outcome", "members"], members)];
    let both = with_pool(&forged(&bytes, &both), PEOPLE);
    assert_eq!(failing(&both), ["panel-recounted"]);
}

#[test]
fn of_an_unknown_revision_nothing_is_concluded() {
    use crate::present::{Lang, blocks_value, draw_verdict};
    let revision = || Value::from(77_u32);
    let mut manifest = parse(&transcript(dice_of(DIGITS))).unwrap();
    set(&mut manifest, &["manifest", "revision"], revision());
    let hash = manifest_hash(manifest.get("manifest").unwrap());
    let later = forged(
        &manifest.canonical(),
        &[
            (&["report", "revision"], revision()),
            (&["manifest_hash"], Value::from(crate::digest::hex(&hash))),
        ],
    );
    let verdict = with_pool(&later, PEOPLE);
    assert!(open(&verdict).contains(&("panel-recounted", "other-engine")));
    // The seed is still that of the old announcement; with one that fits there is no FAIL.
    let checks = verdict.checks.into_iter();
    let checks = checks.filter(|check| check.finding != Finding::Fail);
    let verdict = Verdict {
        verdict: Finding::Unproven,
        checks: checks.collect(),
        ..alone(&later)
    };
    let shown = blocks_value(&draw_verdict(&verdict, Lang::En)).canonical_string();
    assert!(shown.contains("UNPROVEN"), "{shown}");
    assert!(!shown.contains("nothing speaks against"), "{shown}");
}

#[test]
fn every_code_has_its_sentence() {
    use crate::present::{Lang, draw_verdict, message};
    let source = include_str!("verify.rs");
    let mut keys: Vec<String> = Vec::new();
    for word in source.split('"').skip(1).step_by(2) {
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
        if word.contains('-') && word.bytes().all(kebab) && !word.ends_with('-') {
            keys.push(word.to_owned());
        }
    }
    assert!(keys.len() > 30);
    let known = |key: &str| !message(Lang::Pl, key, &[]).starts_with('[');
    for word in keys {
        let found = ["check", "code", "unshown"]
            .iter()
            .any(|kind| known(&format!("draw.{kind}.{word}")));
        // Codes of the audit that are compared with, not said.
        let compared = ["file-differs", "report-differs"].contains(&word.as_str());
        assert!(found || compared, "{word}");
    }
    for verdict in [
        alone(b"{"),
        alone(&transcript(dice_of(DIGITS))),
        with_pool(
            &transcript(Randomness::Operator(Seed::from([7; 32]))),
            PEOPLE,
        ),
    ] {
        for lang in Lang::ALL {
            let blocks = crate::present::blocks_value(&draw_verdict(&verdict, lang));
            let shown = blocks.canonical_string();
            assert!(
                !shown.contains("[draw.") && !shown.contains("[column."),
                "{shown}"
            );
        }
    }
}

const MANIFEST: &str = r#"{"params":{"attempts":10000,"by":"none","seats_by":"pool"},"pool":{"files":[{"bytes":48,"sha256":"38a867a9ba6d46382d65b3d112e18e4eef20929923d724c85e3c48c75b611214"},{"bytes":44,"sha256":"c87f02e42db1e463319bd8baf93abb80628797f8997c3d71166592973124b28e"}],"instance":"sha256:c61308cc5a5f227b50c4d3922fd94730fc510c28e61f017ba6e5dbfb99890f22"},"purpose":"a trial panel","revision":1,"rule":"sortition/stratified","seats":4,"sources":[{"ceremony":"town hall","count":20,"sides":10,"type":"dice"}],"ties":["lot"]}"#;
const MANIFEST_HASH: &str = "b01ddc2734da3f446e24db7edf42e7912116b953b0c74d98f8b9a4dade51a335";
const SEED: &str = "a0db92caedcc1eb74103cfc647f96015e8dedd152b65ede67635f3748934bc3b";
