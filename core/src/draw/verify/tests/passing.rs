//! Valid draws of every kind, and what they lack without the reader's trust.

use super::builder::*;
use crate::draw::schema::*;
use crate::draw::{Finding, Saw, Verdict};
use crate::lottery::{manifest_hash, source_digest};

fn passes(verdict: &Verdict) {
    assert_eq!(faults(verdict), Vec::<String>::new(), "{verdict:#?}");
    assert_eq!(verdict.verdict, Finding::Pass);
}

fn fact<'v>(verdict: &'v Verdict, code: &str) -> Option<&'v [String]> {
    let fact = verdict.facts.iter().find(|fact| fact.code == code)?;
    Some(&fact.args)
}

#[test]
fn a_whole_ceremony_passes() {
    let verdict = Draft::new().verdict();
    passes(&verdict);
    assert_eq!(verdict.unshown.len(), 5);
    assert_eq!(fact(&verdict, "due").unwrap(), ["2023-08-23T15:15:33Z"]);
    assert_eq!(
        fact(&verdict, "anchored").unwrap(),
        ["2023-08-23T15:13:33Z"]
    );
    assert_eq!(fact(&verdict, "drand-alone"), None);
    assert_eq!(verdict.members.len(), 4);
}

#[test]
fn the_order_of_checks_is_that_of_the_table() {
    let names: Vec<String> = Draft::new()
        .verdict()
        .checks
        .iter()
        .map(crate::draw::verdict::Check::id)
        .collect();
    // draw/v1, 2.8, "Checks, in order".
    let table = "json schema manifest-hash rehearsal evidence-count sources beacon-present \
        draw-time dice-format list-format commitment reveal-order drand-chain \
        drand-round-not-from-draw-time drand-signature not-before-beacon signatures \
        expected-manifest organiser-signature party-signatures anchors manifest-anchored \
        reveals-witnessed attempts source-digests seed draw-labels panel-draw sample-size \
        ticket-ids draw-keys draw-key:panel draw-key:reserve draw-key:tie results result:panel \
        result:reserve result:tie opened opened-index opened-panel opened-path panel-list \
        panel-quotas panel-chances";
    assert_eq!(names, table.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn facts_of_the_list_are_counted_from_it() {
    let made = Draft::new().made();
    let verdict = made.verdict();
    // By brute force, from the file as it was written.
    let file = crate::json::parse(&made.panels).unwrap();
    let panels: Vec<Vec<i64>> = file
        .get("panels")
        .unwrap()
        .as_array()
        .unwrap()
        .iter()
        .map(|p| {
            p.as_array()
                .unwrap()
                .iter()
                .map(|n| n.as_i64().unwrap())
                .collect()
        })
        .collect();
    let count = |who: &[i64]| {
        panels
            .iter()
            .filter(|p| who.iter().all(|w| p.contains(w)))
            .count()
    };
    let counts: Vec<usize> = (0..12).map(|at| count(&[at])).collect();
    let least = counts.iter().min().unwrap().to_string();
    let most = counts.iter().max().unwrap().to_string();
    let never = counts.iter().filter(|c| **c == 0).count().to_string();
    let pairs = (0..12).flat_map(|a| (a + 1..12).map(move |b| (a, b)));
    let together = pairs
        .map(|(a, b)| count(&[a, b]))
        .max()
        .unwrap()
        .to_string();
    assert_eq!(
        fact(&verdict, "chance-least").unwrap(),
        [least.as_str(), "10"]
    );
    assert_eq!(
        fact(&verdict, "chance-most").unwrap(),
        [most.as_str(), "10"]
    );
    assert_eq!(fact(&verdict, "never").unwrap(), [never]);
    assert_eq!(fact(&verdict, "always").unwrap(), ["0"]);
    assert_eq!(fact(&verdict, "panels-distinct").unwrap(), ["10", "10"]);
    let pair = fact(&verdict, "pair").unwrap();
    assert_eq!(pair[2..], [together, "10".to_owned()]);
}

#[test]
fn a_seal_given_before_stands_for_anchor_and_auditor() {
    let mut draft = Draft::new();
    draft.given.policy = false;
    draft.given.seal = Some(true);
    draft.given.saw = Some(Saw::Digits("31415926535897932384".to_owned()));
    let verdict = draft.verdict();
    passes(&verdict);
    // Without a policy the lines of the proof are nobody's.
    let ignored = verdict
        .facts
        .iter()
        .filter(|fact| fact.code == "ignored-line");
    assert_eq!(ignored.count(), 3);
}

#[test]
fn the_reveals_hash_can_be_noted_instead_of_digits() {
    let mut draft = Draft::new();
    draft.signed[1] = vec![];
    let made = draft.made();
    let digests: Vec<[u8; 32]> = made.transcript.derived.source_digests[..3]
        .iter()
        .map(|digest| bytes32(digest.as_str().unwrap()))
        .collect();
    let hash = crate::draw::texts::reveals_hash(&made.hash, &digests);
    draft.given.saw = Some(Saw::Reveals(hash));
    passes(&draft.verdict());
}

#[test]
fn nothing_trusted_is_unproven_and_no_more() {
    let mut draft = Draft::new();
    draft.given.policy = false;
    draft.given.lists = false;
    let verdict = draft.verdict();
    assert_eq!(
        faults(&verdict),
        [
            "expected-manifest UNPROVEN",
            "manifest-anchored UNPROVEN",
            "reveals-witnessed UNPROVEN",
            "panel-list UNPROVEN",
            "panel-quotas UNPROVEN",
        ]
    );
}

#[test]
fn a_direct_draw_passes_on_what_was_watched() {
    let verdict = Draft::direct().verdict();
    passes(&verdict);
    assert!(fact(&verdict, "direct-watched").is_some());
    assert_eq!(fact(&verdict, "due").unwrap(), ["2023-08-23T15:15:31Z"]);
    let index = verdict
        .checks
        .iter()
        .find(|check| check.name == "opened-index");
    assert_eq!(index.unwrap().args, ["7"]);
}

#[test]
fn six_sided_dice_are_read_in_base_six() {
    let mut draft = Draft::direct();
    draft.sources()[0] = Source::Dice {
        count: 2,
        sides: 6,
        ceremony: "two dice".to_owned(),
    };
    draft.evidence[0] = Evidence::Digits("35".to_owned());
    draft.panels = |panels| {
        let copies: Vec<Vec<u32>> = panels.iter().cycle().take(36).cloned().collect();
        *panels = copies;
    };
    draft.manifest.draws[0].op = Op::Direct { n: 36 };
    if let Lottery::UniformPanels { panels, .. } = &mut draft.manifest.lottery {
        *panels = 36;
    }
    let verdict = draft.verdict();
    passes(&verdict);
    // (3 - 1) * 6 + (5 - 1)
    let index = verdict
        .checks
        .iter()
        .find(|check| check.name == "opened-index");
    assert_eq!(index.unwrap().args, ["16"]);
}

#[test]
fn tickets_alone_need_no_panel() {
    let verdict = Draft::tickets().verdict();
    passes(&verdict);
    assert!(fact(&verdict, "drand-alone").is_some());
    assert_eq!(verdict.members, Vec::<String>::new());
}

#[test]
fn several_ticket_draws_have_ids_by_label() {
    let mut draft = Draft::tickets();
    draft.manifest.draws.push(Draw {
        label: "order".to_owned(),
        op: Op::Ticket {
            ids_hash: Some([0; 32]),
        },
    });
    let TicketIds::One(ids) = draft.ids.clone() else {
        panic!()
    };
    let both = [("tie", ids), ("order", vec!["x".to_owned()])];
    draft.ids = TicketIds::ByLabel(both.map(|(label, ids)| (label.to_owned(), ids)).into());
    passes(&draft.verdict());
}

#[test]
fn published_numbers_can_take_part() {
    let mut draft = Draft::new();
    draft.sources()[0] = Source::Rfc3797List {
        items: vec!["Lotto".to_owned(), "closing index".to_owned()],
        ready_by: "2023-08-23T15:00:00Z".parse().unwrap(),
    };
    draft.evidence[0] = Evidence::Values(vec![vec![2, 5, 5, 8], vec![9319]]);
    let made = draft.made();
    passes(&made.verdict());
    // RFC 3797, section 4: "2.5.5.8./9319./"
    let source = draft.manifest.sources[0].to_value();
    let digest = source_digest(0, &source, b"2.5.5.8./9319./");
    let claimed = &made.transcript.derived.source_digests[0];
    assert_eq!(claimed.as_str(), Some(crate::digest::hex(&digest).as_str()));
}

#[test]
fn the_default_chain_needs_the_signature_before() {
    // drand default, rounds 72784 and 72785, as published.
    const DEFAULT: &str = "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce";
    let mut draft = Draft::drand_only();
    draft.manifest.not_before_beacon = None;
    draft.manifest.draw_time = "2020-08-16T21:49:28Z".parse().unwrap();
    draft.sources()[0] = Source::Drand {
        chain_hash: bytes32(DEFAULT),
        round: 72785,
    };
    draft.evidence[0] = Evidence::Signature {
        signature: "82f5d3d2de4db19d40a6980e8aa37842a0e55d1df06bd68bddc8d60002e8e959eb9cfa368b3c1b77d18f02a54fe047b80f0989315f83b12a74fd8679c4f12aae86eaf6ab5690b34f1fddd50ee3cc6f6cdf59e95526d5a5d82aaa84fa6f181e42".to_owned(),
        previous_signature: Some(PREVIOUS.to_owned()),
    };
    // Round 72785 spoke at 1595431050 + 72784 * 30.
    draft.stamps = vec![(WITNESS_A, 1_597_614_000), (WITNESS_B, 1_597_614_000)];
    passes(&draft.verdict());

    draft.evidence[0] = Evidence::Signature {
        signature: PREVIOUS.to_owned(),
        previous_signature: None,
    };
    assert!(faults(&draft.verdict()).contains(&"drand-signature FAIL".to_owned()));
}

const PREVIOUS: &str = "a609e19a03c2fcc559e8dae14900aaefe517cb55c840f6e69bc8e4f66c8d18e8a609685d9917efbfb0c37f058c2de88f13d297c7e19e0ab24813079efe57a182554ff054c7638153f9b26a60e7111f71a0ff63d9571704905d3ca6df0b031747";

#[test]
fn a_later_attempt_names_those_before() {
    let second = second_attempt();
    passes(&second.verdict());
}

/// Attempt 2, sealed before the draw that attempt 1 announced for the next day.
pub(super) fn second_attempt() -> Draft {
    let mut earlier = Draft::new().made().transcript.manifest;
    earlier.draw_time = "2023-08-24T15:15:31Z".parse().unwrap();
    earlier.not_before_beacon = None;
    earlier.sources.truncate(3);
    let earlier = earlier.to_value();
    let mut second = Draft::new();
    second.manifest.attempt = 2;
    second.manifest.supersedes = Some(manifest_hash(&earlier));
    second.given.previous = vec![earlier.canonical()];
    second
}

#[test]
fn a_list_without_seats_is_unproven_unless_audited() {
    let mut draft = Draft::new();
    draft.manifest_last = |manifest| {
        if let Lottery::UniformPanels { seats, .. } = &mut manifest.lottery {
            *seats = None;
        }
    };
    let unproven = ["opened-panel UNPROVEN", "panel-list UNPROVEN"];
    assert_eq!(faults(&draft.verdict()), unproven);
    draft.signed[2] = vec![AUDITOR];
    assert_eq!(faults(&draft.verdict()), unproven[..1]);
}

#[test]
fn auditors_stand_for_lists_that_are_not_handed_in() {
    let mut draft = Draft::new();
    draft.given.lists = false;
    draft.signed[2] = vec![AUDITOR, STRANGER];
    passes(&draft.verdict());
}
