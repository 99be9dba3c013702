//! What planning says of a draw before it is sealed: what would stay unproven, what would fail.

use crate::made::{
    DIGITS, assert_warned, beacon_file, dice, files, is_nfc, organiser, panel, party, planned,
    planned_at, pool, request, time, transcript_of, warned,
};
use isonomia::draw::ceremony::{Ceremony, Text};
use isonomia::draw::plan::{Announced, Holders, Request, TicketDraw};
use isonomia::draw::schema::{Disclosure, Organiser};
use isonomia::draw::{Trust, verify};
use isonomia::lottery::beacon;

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
