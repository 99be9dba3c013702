//! What every input must survive, whoever made it: the bodies of the fuzz targets.
//!
//! `fuzz/` feeds them bytes that a coverage-guided fuzzer invents; the test `fuzz_smoke` feeds
//! them random and mutated bytes in every run of the tests.

use isonomia::audit::{AuditOptions, audit};
use isonomia::certify::{certify, check, to_value};
use isonomia::draw::note::{Note, NoteKey};
use isonomia::draw::policy::Policy;
use isonomia::draw::texts::signers;
use isonomia::draw::tlog::Proof;
use isonomia::draw::{Finding, Trust};
use isonomia::formats::{
    ColumnMap, LoadOptions, Role, Source, find, load, read_document, write_document,
};
use isonomia::instance::Instance;
use isonomia::json::Value;
use isonomia::lottery::beacon::{DEFAULT, QUICKNET};
use isonomia::lottery::{DrawKey, Seed};
use isonomia::problem::Diagnostics;
use isonomia::profile::Profile;
use isonomia::report::{Report, SeedOrigin};
use isonomia::rules::RULES;
use isonomia::run::{Request, Work, count};
use isonomia::synth::for_rule;
use isonomia::tie::TieRule;
use isonomia::why::{Effort, explain};

fn sources<'a>(data: &'a mut &'a [u8]) -> [Source<'a>; 1] {
    [Source {
        name: "fuzz".to_owned(),
        role: Role::Main,
        reader: data,
    }]
}

/// Reads bytes as a format. No panic; no ballot disappears; what was read and written reads
/// back equal.
///
/// # Panics
/// When one of these is not so.
pub fn read(format: &str, data: &[u8]) {
    let options = LoadOptions {
        format: Some(format.to_owned()),
        seats: Some(2),
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    let mut reader = data;
    if let Some(loaded) = load(&mut sources(&mut reader), &options, &mut diagnostics) {
        let valid = loaded
            .instance
            .profile()
            .map_or(loaded.papers, Profile::papers);
        assert_eq!(
            valid + loaded.invalid.papers(),
            loaded.papers,
            "a ballot disappeared"
        );
        let _ = loaded.instance.digest();
    } else {
        assert!(
            diagnostics.has_errors(),
            "nothing was read and nobody says why"
        );
    }
    let mut reader = data;
    let Some(document) = read_document(
        &mut sources(&mut reader),
        &options,
        &mut Diagnostics::default(),
    ) else {
        return;
    };
    if !find(format).is_some_and(isonomia::formats::Format::writes) {
        return;
    }
    let mut written = Vec::new();
    if write_document(&document, &mut written).is_ok() {
        let mut reader = written.as_slice();
        let again = read_document(
            &mut sources(&mut reader),
            &options,
            &mut Diagnostics::default(),
        );
        assert_eq!(
            again.as_ref(),
            Some(&document),
            "what was written does not read back equal"
        );
    }
}

const ELECTION: &str = r#"{"format":"isonomia/election/1","contests":[{"id":"park","options":["A","B","C"],
"ballot":{"kind":"ranking","limits":{"max_length":2}}}]}"#;
const CATEGORIES: &str = "feature,value,min,max\ngender,female,0,2\ngender,male,0,2\n";
const PEOPLE: &str = "id,gender\n1,female\n2,male\n3,Female\n";

/// Reads bytes as the second file of a pair whose main file is sound, or the other way round.
fn pair(main: &[u8], role: Role, second: &[u8]) {
    let options = LoadOptions {
        seats: Some(2),
        ..LoadOptions::default()
    };
    pair_with(main, role, second, &options);
}

fn pair_with(
    main: &[u8],
    role: Role,
    second: &[u8],
    options: &LoadOptions,
) -> Option<isonomia::formats::Loaded> {
    let (mut main, mut second) = (main, second);
    let mut sources = [
        Source {
            name: "main".to_owned(),
            role: Role::Main,
            reader: &mut main,
        },
        Source {
            name: "second".to_owned(),
            role,
            reader: &mut second,
        },
    ];
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, options, &mut diagnostics);
    match &loaded {
        Some(loaded) => {
            let valid = loaded
                .instance
                .profile()
                .map_or(loaded.papers, Profile::papers);
            assert_eq!(
                valid + loaded.invalid.papers(),
                loaded.papers,
                "a ballot disappeared"
            );
        }
        None => assert!(
            diagnostics.has_errors(),
            "nothing was read and nobody says why"
        ),
    }
    loaded
}

/// Reads bytes as the ballots of an election: CSV or JSON lines.
///
/// # Panics
/// When a ballot disappears, or nothing is read and nobody says why.
pub fn ballots(data: &[u8]) {
    pair(ELECTION.as_bytes(), Role::Ballots, data);
}

const PROJECTS: &str = "id;name;cost\nA;Park;100\nB;Pool, big;50\nC;Big;10\n";
const BALLOTS: &str = "card;A;B;C\n1;x;;x\n2;;x;\n";

/// Reads bytes as a table of ballots, of projects, of totals of paper cards, as the ballots of an
/// election, and as a column map. What a map proposes reads the same table to the same instance.
///
/// # Panics
/// When a ballot disappears, nothing is read and nobody says why, or a map does not read back
/// equal.
pub fn table(data: &[u8]) {
    read("table", data);
    for (main, role, second) in [
        (data, Role::Projects, PROJECTS.as_bytes()),
        (BALLOTS.as_bytes(), Role::Projects, data),
        (PROJECTS.as_bytes(), Role::Totals, data),
    ] {
        let mut options = LoadOptions {
            budget: isonomia::num::parse_decimal("120"),
            ..LoadOptions::default()
        };
        let first = table_of(main, role, second, &options);
        let Some((digest, map)) = first else { continue };
        let mut diagnostics = Diagnostics::default();
        let read = ColumnMap::from_value(&map, &mut diagnostics);
        assert!(read.is_some(), "{:?}", diagnostics.problems());
        options = LoadOptions {
            map: read,
            ..LoadOptions::default()
        };
        let again = table_of(main, role, second, &options);
        assert_eq!(again, Some((digest, map)), "a map reads otherwise");
    }
    pair_with(
        ELECTION.as_bytes(),
        Role::Ballots,
        data,
        &LoadOptions {
            map: ColumnMap::parse(
                br#"{"format":"isonomia/columns/1","ballots":{"shape":"ranks","ranks":["first"]}}"#,
                &mut Diagnostics::default(),
            ),
            ..LoadOptions::default()
        },
    );
    if let Some(map) = ColumnMap::parse(data, &mut Diagnostics::default()) {
        let value = map.to_value();
        let again = ColumnMap::from_value(&value, &mut Diagnostics::default());
        assert_eq!(again, Some(map), "a map does not read back equal");
    }
}

/// The digest and the map of a table, where it can be read.
fn table_of(
    main: &[u8],
    role: Role,
    second: &[u8],
    options: &LoadOptions,
) -> Option<(isonomia::digest::Digest, isonomia::json::Value)> {
    let loaded = pair_with(main, role, second, options)?;
    Some((loaded.instance.digest(), loaded.map?))
}

/// Reads bytes as people, and as the categories of people.
///
/// # Panics
/// When nothing is read and nobody says why.
pub fn pool(data: &[u8]) {
    pair(data, Role::Categories, CATEGORIES.as_bytes());
    pair(PEOPLE.as_bytes(), Role::Categories, data);
}

/// Counts a generated instance by the rule that the first byte names. No panic, and a report
/// whose papers add up.
///
/// # Panics
/// When it does not.
pub fn registry(data: &[u8]) {
    let [which, size, ..] = data else { return };
    let Some(entry) = RULES.get(usize::from(*which) % RULES.len()) else {
        return;
    };
    let seed = Seed::from(isonomia::digest::Digest::of(data).into_bytes());
    let mut stream = DrawKey::derive(seed, "fuzz").stream();
    let instance = for_rule(entry, u32::from(*size), &mut stream);
    let papers = instance.profile().map_or(0, Profile::papers);
    let kind = match &instance {
        Instance::Pool(_) => "pool",
        _ => "synthetic",
    };
    let loaded = isonomia::formats::Loaded {
        instance,
        declared: isonomia::formats::Declared::default(),
        files: Vec::new(),
        format: kind,
        read_as: None,
        columns: isonomia::formats::PoolColumns::default(),
        map: None,
        invalid: isonomia::problem::Invalid::default(),
        papers,
    };
    let request = Request {
        rule: Some(entry.meta.id.to_owned()),
        ties: Some(vec![TieRule::Statute, TieRule::Lot]),
        seed: Some((seed, SeedOrigin::Rehearsal)),
        ..Request::default()
    };
    let report = count(
        &loaded,
        &Diagnostics::default(),
        &request,
        &mut Work::default(),
    );
    match report {
        Ok(report) => {
            assert_eq!(
                report.valid + report.invalid.papers(),
                report.ballots,
                "{}",
                entry.meta.id
            );
            let value = report.to_value(&loaded.instance);
            assert!(
                isonomia::audit::read_report(&value.canonical()).is_ok(),
                "{}",
                entry.meta.id
            );
            if *size < 24 {
                explained(&report, &value, &loaded.instance);
            }
        }
        // With a lot for ties, an explained refusal is an answer; silence is not.
        Err(problems) => assert!(!problems.is_empty(), "{}", entry.meta.id),
    }
}

/// An explanation and a certificate of a small count: no panic, and the certificate holds.
fn explained(report: &Report, stated: &Value, instance: &Instance) {
    let effort = Effort(20_000);
    if let Ok(why) = explain(report, instance, effort, &mut Work::default()) {
        let _ = why.to_value(report, instance).canonical();
    }
    if let Ok(found) = certify(report, instance) {
        let certificate = to_value(&found, report, instance).canonical();
        let wrong = check(&certificate, Some(stated), instance);
        assert!(wrong.is_empty(), "{}: {wrong:?}", report.rule.id);
    }
}

/// Checks bytes as a certificate of a small committee.
pub fn certificate(data: &[u8]) {
    let mut reader: &[u8] = br#"{"format":"isonomia/election/1","contests":[{"id":"c",
        "options":["A","B","C"],"ballot":{"kind":"approval"},"seats":2,
        "ballots":[["A","B"],["A"],["C"]]}]}"#;
    let loaded = load(
        &mut sources(&mut reader),
        &LoadOptions::default(),
        &mut Diagnostics::default(),
    );
    if let Some(loaded) = loaded {
        let _ = check(data, None, &loaded.instance);
    }
}

/// Audits bytes as a report of a small file.
pub fn report(data: &[u8]) {
    let mut reader: &[u8] = b"2 1\n1 1 2 0\n0\n\"A\"\n\"B\"\n\"T\"\n";
    let verdict = audit(
        data,
        &mut sources(&mut reader),
        AuditOptions::default(),
        &mut Work::default(),
    );
    let _ = verdict.same();
}

/// Reads bytes as strict JSON: what is accepted has one canonical form, which reads back equal.
///
/// # Panics
/// When it does not.
pub fn json(data: &[u8]) {
    if let Ok(value) = isonomia::json::parse(data) {
        assert_eq!(isonomia::json::parse(&value.canonical()), Ok(value));
    }
}

/// Reads bytes as a note, a log proof, a policy and a beacon round. No panic; what was read and
/// written reads back equal; no invented signature holds.
///
/// # Panics
/// When one of these is not so.
pub fn witness(data: &[u8]) {
    let _ = Policy::parse(data);
    for chain in [QUICKNET, DEFAULT] {
        let (signature, previous) = data.split_at(data.len().min(chain.scheme.signature_len()));
        let previous = chain.scheme.is_chained().then_some(previous);
        assert!(chain.verify(1, previous, signature).is_err());
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.to_string(), text);
        assert!(signers(&note).is_err());
    }
    if let Ok(proof) = Proof::parse(text) {
        assert_eq!(proof.to_string(), text);
        assert!(!proof.includes(b"nobody logged this"));
    }
    if let Ok(key) = text.parse::<NoteKey>() {
        assert_eq!(key.to_string(), text);
    }
}

/// Verifies bytes as a transcript. A zero byte parts the transcript from the policy, the file of
/// panels, the pool and an earlier manifest, each of which may be left out. No panic; the verdict
/// is the worst finding; only a document that its canonical form repeats is ever PASS.
///
/// # Panics
/// When one of these is not so.
pub fn draw(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == 0);
    let transcript = parts.next().unwrap_or_default();
    let policy = parts.next().and_then(|lines| Policy::parse(lines).ok());
    let mut trust = Trust::none(|_| true);
    trust.policy = policy;
    trust.panels = parts.next();
    trust.pool = parts.next();
    trust.previous.extend(parts.next());
    let verdict = isonomia::draw::verify(transcript, &trust);
    let worst = |finding| verdict.checks.iter().any(|check| check.finding == finding);
    let expected = match (worst(Finding::Fail), worst(Finding::Unproven)) {
        (true, _) => Finding::Fail,
        (false, true) => Finding::Unproven,
        (false, false) => Finding::Pass,
    };
    assert_eq!(verdict.verdict, expected);
    if verdict.verdict != Finding::Fail {
        let value = isonomia::json::parse(transcript).expect("what does not fail is JSON");
        let read = isonomia::draw::schema::Transcript::from_value(&value);
        let written = read.map(|transcript| transcript.to_value());
        assert_eq!(written, Ok(value), "what does not fail has one reading");
    }
}
