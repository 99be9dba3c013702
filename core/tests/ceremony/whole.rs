//! Ceremonies from the plan to the verdict.

use crate::made::{
    DIGITS, assert_warned, beacon_file, dice, files, is_nfc, organiser, panel, party, planned,
    pool, request, reread, time, transcript_of, warned,
};
use isonomia::digest::hex;
use isonomia::draw::assemble;
use isonomia::draw::ceremony::{Ceremony, Text};
use isonomia::draw::due::{deadline, star};
use isonomia::draw::explain::explain;
use isonomia::draw::list::PanelsFile;
use isonomia::draw::plan::{
    Announced, Holders, PanelDraw, PanelSource, Planned, Request, TicketDraw,
};
use isonomia::draw::pool::{People, PoolFile};
use isonomia::draw::prove::{self, Proof, Prover};
use isonomia::draw::schema::{Disclosure, Transcript};
use isonomia::draw::seal::publish;
use isonomia::draw::{Finding, Saw, Trust, verify};
use isonomia::id::IdVec;
use isonomia::instance::{Instance, Pool};
use isonomia::json::{self, Value};
use isonomia::lottery::beacon;
use isonomia::problem::Problem;

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
