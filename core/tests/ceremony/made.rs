//! Pools, requests and evidence that tests share.

use isonomia::draw::assemble;
use isonomia::draw::ceremony::Ceremony;
use isonomia::draw::list::PanelsFile;
use isonomia::draw::plan::{Announced, Means, PanelDraw, PanelSource, Planned, Request, plan};
use isonomia::draw::schema::{Organiser, Transcript};
use isonomia::draw::seal::commit;
use isonomia::draw::time::Time;
use isonomia::draw::{Finding, Verdict};
use isonomia::id::{FeatureId, IdVec, ValueId};
use isonomia::instance::{Feature, FeatureValue, Instance, Pool};
use isonomia::json::Value;
use isonomia::lottery::signature::SigningKey;
use isonomia::lottery::{DrawKey, Stream};
use isonomia::problem::Problem;
use isonomia::run::Work;
use std::collections::BTreeSet;

/// drand quicknet, round 123 (drand/drand-docs, HTTP API page): the round of 15:15:33 that day.
pub(crate) const ROUND_123: &str = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
pub(crate) const DRAW_TIME: &str = "2023-08-23T15:15:31Z";
pub(crate) const DIGITS: &str = "31415926535897932384";

/// As far as the texts of these tests go: no accent stands by itself.
pub(crate) fn is_nfc(text: &str) -> bool {
    !text.contains('\u{301}')
}

pub(crate) fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// Entropy that a test can repeat.
pub(crate) fn entropy(number: u8) -> impl FnMut(&mut [u8]) {
    let mut words = Stream::new(DrawKey::from([number; 32]));
    move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&words.next_u64().to_le_bytes()[..chunk.len()]);
        }
    }
}

pub(crate) fn organiser() -> SigningKey {
    SigningKey::from_seed([1; 32])
}

/// Volunteers of three features; every tenth couple lives together. Quotas leave some room.
pub(crate) fn pool(people: u32, seats: u32) -> Instance {
    let feature = |name: &str, values: &[(&str, u32)]| Feature {
        name: name.to_owned(),
        values: values
            .iter()
            .map(|(value, share)| FeatureValue {
                name: (*value).to_owned(),
                min: seats * share / 130,
                max: (seats * share).div_ceil(70) + 1,
                min_flex: 0,
                max_flex: seats,
            })
            .collect(),
    };
    let features: IdVec<FeatureId, Feature> = IdVec::from_vec(vec![
        feature("gender", &[("female", 50), ("male", 50)]),
        feature("age group", &[("16-29", 25), ("30-59", 45), ("60+", 30)]),
        feature("district", &[("north", 40), ("south", 60)]),
    ]);
    let mut words = Stream::new(DrawKey::from([77; 32]));
    let mut below = |n: u128| u32::try_from(words.below(n).unwrap()).unwrap();
    let rows = (0..people).map(|number| {
        let values = vec![ValueId(below(2)), ValueId(below(3)), ValueId(below(2))];
        let home = (number % 20 < 2).then(|| format!("home {}", number / 20));
        (format!("person {number:05}"), values, home)
    });
    Instance::Pool(Pool::new(features, rows.collect(), seats).unwrap())
}

pub(crate) fn request(sources: Vec<Announced>) -> Request {
    let key = organiser().public();
    let name = "Town hall".to_owned();
    let organiser = Organiser { name, key };
    Request {
        sources,
        ..Request::new(
            "urn:example:2023:1",
            "A panel of citizens",
            organiser,
            time(DRAW_TIME),
        )
    }
}

pub(crate) fn panel(direct: bool, panels: u32) -> PanelDraw {
    PanelDraw {
        from: PanelSource::Rule {
            id: "sortition/stratified".to_owned(),
            params: vec![("by".to_owned(), "gender".to_owned())],
            ties: None,
        },
        panels: (!direct).then_some(panels),
        direct,
    }
}

pub(crate) fn dice(count: u32) -> Announced {
    Announced::Dice {
        count,
        sides: 10,
        ceremony: "in the town hall".to_owned(),
    }
}

pub(crate) struct Party {
    pub(crate) announced: Announced,
    pub(crate) secret: [u8; 32],
    pub(crate) key: SigningKey,
}

pub(crate) fn party(number: u8) -> Party {
    let key = SigningKey::from_seed([number; 32]);
    let made = commit(&format!("Party {number}"), &mut entropy(number)).unwrap();
    Party {
        announced: Announced::Party {
            party: made.party,
            key: Some(key.public()),
            commitment: made.commitment,
            reveal_by: None,
        },
        secret: made.secret,
        key,
    }
}

pub(crate) fn planned_at(
    request: &Request,
    pool: Option<&Instance>,
    now: &str,
) -> Result<Planned, Vec<Problem>> {
    let mut entropy = entropy(9);
    let mut means = Means {
        pool,
        now: time(now),
        entropy: &mut entropy,
        nfc: is_nfc,
    };
    plan(request, &mut means, &mut Work::default())
}

pub(crate) fn planned(request: &Request, pool: Option<&Instance>) -> Planned {
    planned_at(request, pool, "2023-08-23T12:00:00Z").unwrap()
}

/// The two files of the lists, as the command writes them.
pub(crate) fn files(plan: &Planned) -> (Option<Vec<u8>>, Vec<u8>) {
    let panels = plan.list.as_ref().map(|list| {
        let mut bytes = Vec::new();
        let out = &mut |piece: &[u8]| bytes.extend_from_slice(piece);
        list.list.write(list.salts.as_deref(), out);
        bytes
    });
    let mut bytes = Vec::new();
    plan.pool.write(&mut |piece| bytes.extend_from_slice(piece));
    (panels, bytes)
}

pub(crate) fn reread(ceremony: &Ceremony) -> Ceremony {
    let read = Ceremony::parse(&ceremony.to_value().canonical(), is_nfc).unwrap();
    assert_eq!(read, *ceremony);
    read
}

pub(crate) fn beacon_file() -> Value {
    Value::object([
        ("round", Value::Int(123)),
        ("signature", Value::from(ROUND_123)),
        // Relays of the first version send this too; it is never trusted.
        ("randomness", Value::from("00")),
    ])
}

pub(crate) fn transcript_of(ceremony: &Ceremony, panels: Option<&[u8]>) -> Vec<u8> {
    let panels = panels.map(|bytes| PanelsFile::parse(bytes).unwrap());
    let transcript = assemble::run(ceremony, panels.as_ref()).unwrap();
    let value = transcript.to_value();
    assert_eq!(Transcript::from_value(&value).unwrap(), transcript);
    value.canonical()
}

pub(crate) fn findings(verdict: &Verdict, finding: Finding) -> BTreeSet<String> {
    let found = verdict
        .checks
        .iter()
        .filter(|check| check.finding == finding);
    found.map(isonomia::draw::Check::id).collect()
}

pub(crate) fn warned(plan: &Planned) -> Vec<&str> {
    plan.warnings.iter().map(|warning| warning.code).collect()
}

/// The warnings of which one tells that a check will stay unproven.
pub(crate) fn tells(check: &str) -> &'static [&'static str] {
    match check {
        "rehearsal" | "organiser-signature" => &["plan.rehearsal"],
        "beacon-present" => &["plan.no-beacon"],
        "expected-manifest" | "manifest-anchored" => &["plan.no-log", "plan.seal-by-hand"],
        "party-signatures" => &["plan.party-without-key"],
        "reveals-witnessed" => &["plan.reveals-witnessed", "plan.direct"],
        "attempts" => &["plan.earlier-attempts"],
        "panel-list" | "panel-quotas" => &["plan.auditor-word", "plan.records-auditors"],
        _ => &[],
    }
}

pub(crate) fn assert_warned(plan: &Planned, verdict: &Verdict) {
    assert_eq!(
        findings(verdict, Finding::Fail),
        BTreeSet::new(),
        "{verdict:?}"
    );
    for check in findings(verdict, Finding::Unproven) {
        let tells = tells(&check);
        assert!(
            warned(plan).iter().any(|code| tells.contains(code)),
            "nobody warned of {check}: {:?}",
            warned(plan)
        );
    }
}
