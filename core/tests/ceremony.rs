//! Whole ceremonies, from a plan to a verdict: what is planned, sealed and run never fails, and
//! whatever stays unproven was warned of when it could still be mended.

// A helper of tests may stop the test.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;

use isonomia::digest::hex;
use isonomia::draw::assemble;
use isonomia::draw::ceremony::{Ceremony, Text};
use isonomia::draw::due::{deadline, star};
use isonomia::draw::explain::explain;
use isonomia::draw::list::PanelsFile;
use isonomia::draw::plan::{
    Announced, Holders, Means, PanelDraw, PanelSource, Planned, Request, TicketDraw, plan,
};
use isonomia::draw::pool::{People, PoolFile};
use isonomia::draw::prove::{self, Proof, Prover};
use isonomia::draw::schema::{Disclosure, Organiser, Transcript};
use isonomia::draw::seal::{commit, publish};
use isonomia::draw::time::Time;
use isonomia::draw::{Finding, Saw, Trust, Verdict, verify};
use isonomia::id::{FeatureId, IdVec, ValueId};
use isonomia::instance::{Feature, FeatureValue, Instance, Pool};
use isonomia::json::{self, Value};
use isonomia::lottery::signature::SigningKey;
use isonomia::lottery::{DrawKey, Stream, beacon};
use isonomia::problem::Problem;
use isonomia::run::Work;

/// drand quicknet, round 123 (drand/drand-docs, HTTP API page): the round of 15:15:33 that day.
const ROUND_123: &str = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92";
const DRAW_TIME: &str = "2023-08-23T15:15:31Z";
const DIGITS: &str = "31415926535897932384";

/// As far as the texts of these tests go: no accent stands by itself.
fn is_nfc(text: &str) -> bool {
    !text.contains('\u{301}')
}

fn time(text: &str) -> Time {
    text.parse().unwrap()
}

/// Entropy that a test can repeat.
fn entropy(number: u8) -> impl FnMut(&mut [u8]) {
    let mut words = Stream::new(DrawKey::from([number; 32]));
    move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&words.next_u64().to_le_bytes()[..chunk.len()]);
        }
    }
}

fn organiser() -> SigningKey {
    SigningKey::from_seed([1; 32])
}

/// Volunteers of three features; every tenth couple lives together. Quotas leave some room.
fn pool(people: u32, seats: u32) -> Instance {
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

fn request(sources: Vec<Announced>) -> Request {
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

fn panel(direct: bool, panels: u32) -> PanelDraw {
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

fn dice(count: u32) -> Announced {
    Announced::Dice {
        count,
        sides: 10,
        ceremony: "in the town hall".to_owned(),
    }
}

struct Party {
    announced: Announced,
    secret: [u8; 32],
    key: SigningKey,
}

fn party(number: u8) -> Party {
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

fn planned_at(
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

fn planned(request: &Request, pool: Option<&Instance>) -> Planned {
    planned_at(request, pool, "2023-08-23T12:00:00Z").unwrap()
}

/// The two files of the lists, as the command writes them.
fn files(plan: &Planned) -> (Option<Vec<u8>>, Vec<u8>) {
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

fn reread(ceremony: &Ceremony) -> Ceremony {
    let read = Ceremony::parse(&ceremony.to_value().canonical(), is_nfc).unwrap();
    assert_eq!(read, *ceremony);
    read
}

fn beacon_file() -> Value {
    Value::object([
        ("round", Value::Int(123)),
        ("signature", Value::from(ROUND_123)),
        // Relays of the first version send this too; it is never trusted.
        ("randomness", Value::from("00")),
    ])
}

fn transcript_of(ceremony: &Ceremony, panels: Option<&[u8]>) -> Vec<u8> {
    let panels = panels.map(|bytes| PanelsFile::parse(bytes).unwrap());
    let transcript = assemble::run(ceremony, panels.as_ref()).unwrap();
    let value = transcript.to_value();
    assert_eq!(Transcript::from_value(&value).unwrap(), transcript);
    value.canonical()
}

fn findings(verdict: &Verdict, finding: Finding) -> BTreeSet<String> {
    let found = verdict
        .checks
        .iter()
        .filter(|check| check.finding == finding);
    found.map(isonomia::draw::Check::id).collect()
}

fn warned(plan: &Planned) -> Vec<&str> {
    plan.warnings.iter().map(|warning| warning.code).collect()
}

/// The warnings of which one tells that a check will stay unproven.
fn tells(check: &str) -> &'static [&'static str] {
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

fn assert_warned(plan: &Planned, verdict: &Verdict) {
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

#[test]
fn dice_two_parties_and_the_beacon() {
    let people = pool(1000, 24);
    let parties = [party(2), party(3)];
    let mut sources = vec![dice(20)];
    sources.extend(parties.iter().map(|party| party.announced.clone()));
    sources.push(Announced::Drand(&beacon::QUICKNET));
    let ids = ["a", "b", "c"].map(str::to_owned).to_vec();
    let request = Request {
        panel: Some(panel(false, 1000)),
        samples: vec![("reserve".to_owned(), 40)],
        tickets: vec![TicketDraw {
            label: "tie".to_owned(),
            holders: Holders::Ids(ids),
        }],
        binds: vec![[5; 32]],
        ..request(sources)
    };
    let plan = planned(&request, Some(&people));
    assert_eq!(star(&plan.manifest), time("2023-08-23T15:15:33Z"));
    assert_eq!(deadline(&plan.manifest), time("2023-08-23T15:10:33Z"));
    let steps: Vec<&str> = publish(&plan.manifest)
        .iter()
        .map(|step| step.code)
        .collect();
    assert_eq!(
        steps,
        [
            "publish.hash",
            "publish.manifest",
            "publish.list-auditors",
            "publish.proofs",
            "publish.party-signs",
            "publish.party-signs",
            "publish.dice",
            "publish.reveal",
            "publish.reveal",
            "publish.reveals",
            "publish.beacon",
            "publish.run"
        ]
    );

    let mut ceremony = Ceremony::new(plan.manifest.clone(), plan.ticket_ids.clone()).unwrap();
    let code = |refused: Problem| refused.code;
    assert_eq!(
        ceremony.dice(DIGITS).map_err(code),
        Err("ceremony-not-sealed")
    );
    ceremony.sign(Text::Manifest, &organiser()).unwrap();
    for party in &parties {
        ceremony.sign(Text::Manifest, &party.key).unwrap();
    }
    let twice = ceremony.sign(Text::Manifest, &organiser());
    assert!(twice.is_ok(), "the same note again changes nothing");
    assert_eq!(ceremony.notes().len(), 3);
    let mut ceremony = reread(&ceremony);

    assert_eq!(
        ceremony.beacon(&beacon_file()).map_err(code),
        Err("ceremony-early")
    );
    assert_eq!(
        ceremony.dice("3141592653589793238").map_err(code),
        Err("draw-dice")
    );
    ceremony.dice("31415 92653 58979 32384").unwrap();
    assert_eq!(
        ceremony.dice("31415926535897932385").map_err(code),
        Err("ceremony-differs")
    );
    assert_eq!(ceremony.reveal(&[0; 32]).map_err(code), Err("draw-secret"));
    assert_eq!(ceremony.reveal(&parties[1].secret).unwrap(), "Party 3");
    assert_eq!(
        ceremony.sign(Text::Reveals, &organiser()).map_err(code),
        Err("ceremony-reveals-missing")
    );
    let mut ceremony = reread(&ceremony);
    assert_eq!(ceremony.reveal(&parties[0].secret).unwrap(), "Party 2");
    let reveals = ceremony.reveals_hash().unwrap();
    ceremony.sign(Text::Reveals, &parties[0].key).unwrap();
    let other = Value::object([("round", Value::Int(123)), ("signature", Value::from("00"))]);
    assert_eq!(ceremony.beacon(&other).map_err(code), Err("draw-beacon"));
    let missing: Vec<&str> = ceremony
        .missing()
        .iter()
        .map(|missing| missing.code)
        .collect();
    assert_eq!(missing, ["missing.beacon"]);
    assert_eq!(ceremony.beacon(&beacon_file()).unwrap(), ("quicknet", 123));
    let ceremony = reread(&ceremony);

    let (panels, records) = files(&plan);
    let panels = panels.unwrap();
    assert_eq!(
        assemble::run(&ceremony, None).unwrap_err()[0].code,
        "draw-panels-missing"
    );
    let transcript = transcript_of(&ceremony, Some(&panels));
    println!("transcript of 1000 people: {} bytes", transcript.len());
    assert!(transcript.len() < 20_000, "small enough to e-mail");

    // Somebody with everything in hand: a pass.
    let trust = Trust {
        seal: Some(*ceremony.manifest_hash()),
        saw: Some(Saw::Reveals(reveals)),
        panels: Some(&panels),
        pool: Some(&records),
        ..Trust::none(is_nfc)
    };
    let verdict = verify(&transcript, &trust);
    assert_eq!(verdict.verdict, Finding::Pass, "{:?}", verdict.checks);
    // A stranger with nothing but the file: unproven, as was said.
    let verdict = verify(&transcript, &Trust::none(is_nfc));
    assert_eq!(verdict.verdict, Finding::Unproven);
    assert_warned(&plan, &verdict);

    everyone_is_proved(&plan, &transcript, &panels, &records);
    reserves_skip_the_panel(&transcript);
    every_step_can_be_repeated(&transcript);
}

/// Every person's proof holds, chances add up to the seats, and those on the panel are told so.
fn everyone_is_proved(plan: &Planned, transcript: &[u8], panels: &[u8], records: &[u8]) {
    let transcript = Transcript::from_value(&json::parse(transcript).unwrap()).unwrap();
    let panels = PanelsFile::parse(panels).unwrap();
    let pool = PoolFile::parse(records).unwrap();
    let prover = Prover::new(&plan.manifest, &pool).unwrap();
    let people = People::parse(&plan.people.to_value().canonical()).unwrap();
    let (mut sum, mut drawn) = (0, Vec::new());
    for position in 0..plan.manifest.pool.size {
        let private = prover.proof(position).unwrap();
        let bytes = private.to_value().canonical();
        assert_eq!(Proof::parse(&bytes, is_nfc).unwrap(), private);
        let shared = Proof::parse(&private.shareable().to_value().canonical(), is_nfc).unwrap();
        assert!(!hex(&bytes).is_empty() && shared.leaf() == private.leaf());
        // The whole list is counted through for some; the others only lead to the root.
        if position % 100 != 0 {
            assert!(private.leads_to(&plan.manifest.pool));
            continue;
        }
        let proved = prove::check(&shared, &plan.manifest, Some(&transcript), Some(&panels));
        assert_eq!(proved.finding, Finding::Pass);
        let list = plan.list.as_ref().unwrap();
        let count = list.statistics.counts[usize::try_from(position).unwrap()];
        assert_eq!(proved.chance, Some((count, 1000)));
        sum += count;
        drawn.push(proved.drawn.unwrap());
        let person = people.get(position).unwrap();
        assert_eq!(people.find(&person.id), Some(position));
    }
    assert!(sum > 0 && drawn.len() == 10);
    let member = transcript.opened.as_ref().unwrap().panel[0];
    let proof = prover.proof(u32::try_from(member).unwrap()).unwrap();
    let without = prove::check(&proof, &plan.manifest, Some(&transcript), None);
    assert_eq!((without.chance, without.drawn), (None, Some(true)));
    assert!(
        without
            .facts
            .iter()
            .any(|fact| fact.code == "prove.chance-not-shown")
    );

    let mut moved = proof.clone();
    moved.position ^= 1;
    assert_eq!(
        prove::check(&moved, &plan.manifest, None, None).finding,
        Finding::Fail
    );
    let mut other = proof;
    other.manifest_hash = [0; 32];
    assert_eq!(
        prove::check(&other, &plan.manifest, None, None).finding,
        Finding::Fail
    );
}

fn reserves_skip_the_panel(transcript: &[u8]) {
    let transcript = Transcript::from_value(&json::parse(transcript).unwrap()).unwrap();
    let reserves = assemble::reserves(&transcript, "reserve").unwrap();
    let panel = &transcript.opened.as_ref().unwrap().panel;
    assert!(reserves.iter().all(|position| !panel.contains(position)));
    assert!(reserves.len() + panel.len() >= 40);
    assert_eq!(assemble::reserves(&transcript, "tie"), None);
}

/// Each step that shows bytes and a hash is right by SHA-256, and the last number is the result.
fn every_step_can_be_repeated(transcript: &[u8]) {
    let transcript = Transcript::from_value(&json::parse(transcript).unwrap()).unwrap();
    let steps = explain(&transcript);
    let mut hashes = 0;
    for step in &steps {
        if let [.., bytes, hash] = step.args.as_slice()
            && hash.len() == 64
        {
            let bytes = isonomia::digest::unhex(bytes).unwrap();
            assert_eq!(
                isonomia::digest::Digest::of(&bytes).to_string(),
                *hash,
                "{}",
                step.code
            );
            hashes += 1;
        }
    }
    // Manifest, four sources, seed, three keys, three tickets, leaf.
    assert_eq!(hashes, 13);
    let below = steps
        .iter()
        .find(|step| step.code == "explain.below")
        .unwrap();
    let drawn = transcript.results[0].value.as_i64().unwrap().to_string();
    assert_eq!(below.args.last(), Some(&drawn));
}

#[test]
fn dice_that_are_the_panel_number() {
    let people = pool(300, 12);
    let request = Request {
        panel: Some(panel(true, 0)),
        disclosure: Disclosure::Public,
        ..request(vec![dice(3)])
    };
    let plan = planned(&request, Some(&people));
    let mut ceremony = Ceremony::new(plan.manifest.clone(), plan.ticket_ids.clone()).unwrap();
    ceremony.sign(Text::Manifest, &organiser()).unwrap();
    ceremony.dice("412").unwrap();
    let (panels, records) = files(&plan);
    let transcript = transcript_of(&ceremony, panels.as_deref());
    let trust = Trust {
        seal: Some(*ceremony.manifest_hash()),
        saw: Some(Saw::Digits("412".to_owned())),
        panels: panels.as_deref(),
        pool: Some(&records),
        ..Trust::none(is_nfc)
    };
    let verdict = verify(&transcript, &trust);
    assert_eq!(verdict.verdict, Finding::Pass, "{:?}", verdict.checks);
    assert_warned(&plan, &verify(&transcript, &Trust::none(is_nfc)));
    let read = Transcript::from_value(&json::parse(&transcript).unwrap()).unwrap();
    assert_eq!(read.results[0].value, Value::Int(412));
    assert_eq!(assemble::direct(6, "1216"), Some(6 * 6 + 5));
    assert_eq!(assemble::direct(6, "0"), None);
}

#[test]
fn tickets_only() {
    let ids = |ids: &[&str]| Holders::Ids(ids.iter().map(|id| (*id).to_owned()).collect());
    let draw = |label: &str, holders| TicketDraw {
        label: label.to_owned(),
        holders,
    };
    let request = Request {
        tickets: vec![
            draw("tie", ids(&["x", "y", "z"])),
            draw("order", ids(&["p", "q"])),
        ],
        ..request(vec![Announced::Drand(&beacon::QUICKNET)])
    };
    let plan = planned(&request, None);
    assert!(warned(&plan).contains(&"plan.beacon-alone"));
    let mut ceremony = Ceremony::new(plan.manifest.clone(), plan.ticket_ids.clone()).unwrap();
    ceremony.sign(Text::Manifest, &organiser()).unwrap();
    ceremony.beacon(&beacon_file()).unwrap();
    let transcript = transcript_of(&reread(&ceremony), None);
    let trust = Trust {
        seal: Some(*ceremony.manifest_hash()),
        ..Trust::none(is_nfc)
    };
    let verdict = verify(&transcript, &trust);
    assert_eq!(verdict.verdict, Finding::Pass, "{:?}", verdict.checks);
    let read = Transcript::from_value(&json::parse(&transcript).unwrap()).unwrap();
    let sampled = isonomia::draw::sample::of_transcript(&read, "tie", 2).unwrap();
    let first = read.results[0].value.as_array().unwrap()[0]
        .as_array()
        .unwrap()[0]
        .clone();
    assert_eq!(Value::from(sampled.drawn[0].id.as_str()), first);
}

#[test]
fn everyone_equal_without_quotas() {
    let Instance::Pool(pool) = pool(101, 10) else {
        panic!()
    };
    let rows = pool
        .people()
        .map(|person| (pool.id(person).to_owned(), Vec::new(), None));
    let people = Instance::Pool(Pool::new(IdVec::new(), rows.collect(), 10).unwrap());
    let uniform = PanelDraw {
        from: PanelSource::Rule {
            id: "sortition/uniform".to_owned(),
            params: Vec::new(),
            ties: None,
        },
        panels: Some(1000),
        direct: false,
    };
    let request = Request {
        panel: Some(uniform),
        disclosure: Disclosure::Public,
        ..request(vec![Announced::Drand(&beacon::QUICKNET)])
    };
    let plan = planned(&request, Some(&people));
    let statistics = &plan.list.as_ref().unwrap().statistics;
    // 10,000 seats for 101 people: 99 or 100 each.
    assert_eq!((statistics.least, statistics.most), (99, 100));
    assert_eq!(statistics.distinct, 1000);
}

#[test]
fn a_rehearsal_needs_no_signature_and_never_passes() {
    let request = Request {
        panel: Some(panel(false, 10)),
        tickets: vec![TicketDraw {
            label: "invitation".to_owned(),
            holders: Holders::People,
        }],
        rehearsal: true,
        ..request(vec![dice(20), Announced::Drand(&beacon::QUICKNET)])
    };
    let plan = planned(&request, Some(&pool(200, 10)));
    let mut ceremony = Ceremony::new(plan.manifest.clone(), plan.ticket_ids.clone()).unwrap();
    ceremony.dice(DIGITS).unwrap();
    ceremony.beacon(&beacon_file()).unwrap();
    let (panels, records) = files(&plan);
    let transcript = transcript_of(&reread(&ceremony), panels.as_deref());
    let trust = Trust {
        seal: Some(*ceremony.manifest_hash()),
        saw: Some(Saw::Digits(DIGITS.to_owned())),
        panels: panels.as_deref(),
        pool: Some(&records),
        ..Trust::none(is_nfc)
    };
    let verdict = verify(&transcript, &trust);
    assert_eq!(verdict.verdict, Finding::Unproven);
    assert_warned(&plan, &verdict);

    // Everyone in the pool got a ticket, and finds it by the own proof.
    let read = Transcript::from_value(&json::parse(&transcript).unwrap()).unwrap();
    let first = isonomia::draw::sample::of_transcript(&read, "invitation", 1).unwrap();
    assert_eq!(first.of, 200);
    let pool = PoolFile::parse(&records).unwrap();
    let position = u32::try_from(first.drawn[0].index).unwrap();
    let proof = Prover::new(&plan.manifest, &pool)
        .unwrap()
        .proof(position)
        .unwrap();
    let proved = prove::check(&proof, &plan.manifest, Some(&read), None);
    let place = proved
        .facts
        .iter()
        .find(|fact| fact.code == "prove.sample")
        .unwrap();
    assert_eq!(place.args, ["invitation", "1", "200"]);
}

/// One plan for each thing that a verifier could only call UNPROVEN: it is warned of.
#[test]
fn what_stays_unproven_is_said_when_it_is_planned() {
    let people = pool(200, 10);
    let mut keyless = party(4);
    if let Announced::Party { key, .. } = &mut keyless.announced {
        *key = None;
    }
    let base = |sources| Request {
        panel: Some(panel(false, 10)),
        ..request(sources)
    };
    let drand = || Announced::Drand(&beacon::QUICKNET);
    let requests = [
        base(vec![dice(20)]),
        base(vec![keyless.announced.clone(), drand()]),
        Request {
            attempt: 2,
            supersedes: Some([8; 32]),
            ..base(vec![drand()])
        },
        Request {
            disclosure: Disclosure::Public,
            log: "log.example.org/draws".to_owned(),
            ..base(vec![drand()])
        },
    ];
    for request in requests {
        let plan = planned(&request, Some(&people));
        let mut ceremony = Ceremony::new(plan.manifest.clone(), plan.ticket_ids.clone()).unwrap();
        ceremony.sign(Text::Manifest, &organiser()).unwrap();
        for source in &request.sources {
            match source {
                Announced::Dice { .. } => ceremony.dice(DIGITS).unwrap(),
                Announced::Party { .. } => {
                    ceremony.reveal(&keyless.secret).unwrap();
                }
                _ => {}
            }
        }
        if request
            .sources
            .iter()
            .any(|s| matches!(s, Announced::Drand(_)))
        {
            ceremony.beacon(&beacon_file()).unwrap();
        }
        let (panels, _) = files(&plan);
        let transcript = transcript_of(&ceremony, panels.as_deref());
        assert_warned(&plan, &verify(&transcript, &Trust::none(is_nfc)));
    }
}

#[test]
fn warnings_of_times_and_privacy() {
    let request = Request {
        panel: Some(panel(false, 10)),
        disclosure: Disclosure::Public,
        ..request(vec![Announced::Drand(&beacon::QUICKNET)])
    };
    let people = pool(40, 2);
    let late = planned_at(&request, Some(&people), "2023-08-23T15:15:31Z").unwrap();
    assert!(warned(&late).contains(&"plan.time-past"));
    let short = planned_at(&request, Some(&people), "2023-08-23T15:12:00Z").unwrap();
    assert!(warned(&short).contains(&"plan.time-short"));
    let good = planned(&request, Some(&people));
    assert!(
        !warned(&good)
            .iter()
            .any(|code| code.starts_with("plan.time"))
    );
    // Forty people of twelve types: some type is smaller than five. Quotas of one or two.
    assert!(warned(&good).contains(&"plan.public-few-alike"));
    assert!(warned(&good).contains(&"plan.quota-small"));
}

#[test]
fn whatever_would_fail_is_refused_when_it_is_planned() {
    let people = pool(100, 8);
    let drand = || Announced::Drand(&beacon::QUICKNET);
    let refused =
        |request: Request| match planned_at(&request, Some(&people), "2023-08-23T12:00:00Z") {
            Err(problems) => problems[0].code,
            Ok(_) => "planned",
        };
    let base = || Request {
        panel: Some(panel(false, 10)),
        ..request(vec![drand()])
    };
    let with = |sources: Vec<Announced>| Request { sources, ..base() };
    let of_organiser = || {
        let mut own = party(2).announced;
        if let Announced::Party { key, .. } = &mut own {
            *key = Some(organiser().public());
        }
        own
    };
    let late = || {
        let mut late = party(2).announced;
        if let Announced::Party { reveal_by, .. } = &mut late {
            *reveal_by = Some(time("2023-08-23T15:10:34Z"));
        }
        late
    };
    let list = |ready_by| Announced::List {
        items: vec!["a lottery".to_owned()],
        ready_by: Some(time(ready_by)),
    };
    let named = |label: &str, k| vec![(label.to_owned(), k)];
    let tickets = |ids: &[&str]| {
        vec![TicketDraw {
            label: "tie".to_owned(),
            holders: Holders::Ids(ids.iter().map(|id| (*id).to_owned()).collect()),
        }]
    };
    for (code, request) in [
        ("draw-field", with(vec![])),
        ("draw-source-twice", with(vec![drand(), drand()])),
        ("draw-source-twice", with(vec![drand(), dice(20), dice(21)])),
        ("dice-few", with(vec![drand(), dice(19)])),
        (
            "draw-organiser-is-party",
            with(vec![drand(), of_organiser()]),
        ),
        ("draw-reveal-late", with(vec![drand(), late()])),
        (
            "draw-ready-late",
            with(vec![drand(), list("2023-08-23T15:15:33Z")]),
        ),
        (
            "draw-time-genesis",
            Request {
                draw_time: time("2022-01-01T00:00:00Z"),
                ..base()
            },
        ),
        (
            "draw-attempt",
            Request {
                attempt: 2,
                ..base()
            },
        ),
        (
            "draw-attempt",
            Request {
                supersedes: Some([1; 32]),
                ..base()
            },
        ),
        (
            "draw-field",
            Request {
                draw_id: "no uri".to_owned(),
                ..base()
            },
        ),
        (
            "draw-field",
            Request {
                purpose: String::new(),
                ..base()
            },
        ),
        (
            "draw-field",
            Request {
                margin_s: Some(59),
                ..base()
            },
        ),
        (
            "draw-not-nfc",
            Request {
                purpose: "e\u{301}".to_owned(),
                ..base()
            },
        ),
        (
            "draw-label-twice",
            Request {
                samples: named("panel", 3),
                ..base()
            },
        ),
        (
            "draw-sample-size",
            Request {
                samples: named("reserve", 101),
                ..base()
            },
        ),
        (
            "draw-field",
            Request {
                samples: named("Reserve", 1),
                ..base()
            },
        ),
        (
            "draw-id-twice",
            Request {
                tickets: tickets(&["a", "a"]),
                ..base()
            },
        ),
        (
            "draw-id",
            Request {
                tickets: tickets(&["a\u{202e}"]),
                ..base()
            },
        ),
        (
            "draw-ids",
            Request {
                tickets: tickets(&[]),
                ..base()
            },
        ),
        (
            "draw-panels",
            Request {
                panel: Some(panel(false, 9)),
                ..base()
            },
        ),
        (
            "draw-direct-sources",
            Request {
                panel: Some(panel(true, 0)),
                ..base()
            },
        ),
    ] {
        assert_eq!(refused(request), code);
    }
    let many = TicketDraw {
        label: "invitation".to_owned(),
        holders: Holders::Ids((0..200_000).map(|id| format!("{id:06}")).collect()),
    };
    let many = Request {
        tickets: vec![many],
        ..base()
    };
    assert_eq!(refused(many), "draw-too-large");
    let nobody = planned_at(&base(), None, "2023-08-23T12:00:00Z").unwrap_err();
    assert_eq!(nobody[0].code, "draw-people-missing");
    let weak = Organiser {
        name: "x".to_owned(),
        key: [0; 32],
    };
    assert_eq!(
        refused(Request {
            organiser: weak,
            ..base()
        }),
        "draw-key"
    );
}
