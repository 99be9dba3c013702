//! Papers and pots, counted from election files: by hand, and each pot against itself alone.

use crate::election::Election;
use crate::formats::{self, LoadOptions, Loaded, Role, Source};
use crate::instance::Instance;
use crate::json::Value;
use crate::outcome::Outcome;
use crate::problem::{Diagnostics, Problem};
use crate::report::Report;
use crate::run::{Request, Work, count};

fn load(text: &str) -> (Loaded, Diagnostics) {
    let mut reader = text.as_bytes();
    let mut diagnostics = Diagnostics::default();
    let sources = &mut [Source {
        name: "town.json".into(),
        role: Role::Main,
        reader: &mut reader,
    }];
    let loaded = formats::load(sources, &LoadOptions::default(), &mut diagnostics);
    let loaded = loaded.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()));
    (loaded, diagnostics)
}

fn counted(text: &str, rule: &str, set: &[(&str, &str)]) -> Result<Report, Vec<Problem>> {
    let (loaded, diagnostics) = load(text);
    let request = Request {
        rule: Some(rule.to_owned()),
        params: set
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect(),
        ..Request::default()
    };
    count(&loaded, &diagnostics, &request, &mut Work::default())
}

/// Ids of the funded projects, and what is left.
fn funded(text: &str, rule: &str, set: &[(&str, &str)]) -> (String, u64) {
    let report = counted(text, rule, set).unwrap_or_else(|problems| panic!("{problems:?}"));
    let (loaded, _) = load(text);
    match &report.outcome {
        Outcome::Funded { selected, left, .. } => {
            let options = loaded.instance.options().unwrap();
            (selected.iter().map(|p| options.id(*p)).collect(), *left)
        }
        other => panic!("{other:?}"),
    }
}

/// Two districts and the city. North: a, b; south: c, d; the city: x, y.
fn town(kind: &str, ballots: &str) -> String {
    format!(
        r#"{{"format":"isonomia/election/1","contests":[{{"id":"town","options":[
        {{"id":"a","cost":6,"pot":"north"}},{{"id":"b","cost":5,"pot":"north"}},
        {{"id":"c","cost":6,"pot":"south"}},{{"id":"d","cost":4,"pot":"south"}},
        {{"id":"x","cost":7,"pot":"city"}},{{"id":"y","cost":12,"pot":"city"}}],
        "ballot":{{"kind":"{kind}"}},"budget":30,
        "pots":[{{"id":"city","amount":10,"scope":"citywide"}},
                {{"id":"north","amount":10}},{{"id":"south","amount":10}}],
        "ballots":[{ballots}]}}]}}"#
    )
}

const VOTES: &str = r#"["a","x"],["a","y"],["b","y"],["c","y"],["c","d"],["d","c","x"]"#;

#[test]
fn pots_are_counted_one_by_one_and_what_they_leave_goes_where_it_is_told() {
    let town = town("approval", VOTES);
    // City: y 3 votes and 12 of 10, so x; north: a, then b does not fit; south: c, d.
    assert_eq!(funded(&town, "budget/greedy", &[]), ("xacd".into(), 7));
    // The city takes 4 and 0 of the districts: 14, and so y.
    let citywide = [("pot_leftover", "citywide")];
    assert_eq!(
        funded(&town, "budget/greedy", &citywide),
        ("acdy".into(), 2)
    );
    // The city leaves 3 to north: a, and 7 of 13 are left: b too.
    let next = [("pot_leftover", "next")];
    assert_eq!(funded(&town, "budget/greedy", &next), ("xabcd".into(), 2));
    // 7 are left by all together: of y and b only b fits.
    let pool = [("pot_leftover", "pool")];
    assert_eq!(funded(&town, "budget/greedy", &pool), ("xacdb".into(), 2));
    let first = [
        ("pot_order", "citywide-first"),
        ("pot_leftover", "citywide"),
    ];
    assert!(counted(&town, "budget/greedy", &first).is_err());
    // Left aside, all projects share 30: c and y have three votes, a, d and x two.
    let ignore = [("ignore", "pots")];
    assert_eq!(funded(&town, "budget/greedy", &ignore), ("cyad".into(), 2));
}

#[test]
fn every_pot_is_counted_as_if_it_were_alone() {
    let town = town("approval", VOTES);
    let pots = [
        ("city", 10, "x,7 y,12", r#"["x"],["y"],["y"],["y"],["x"]"#),
        ("north", 10, "a,6 b,5", r#"["a"],["a"],["b"]"#),
        ("south", 10, "c,6 d,4", r#"["c"],["c","d"],["c","d"]"#),
    ];
    for rule in ["budget/greedy", "budget/equal-shares"] {
        let (whole, left) = funded(&town, rule, &[]);
        let mut parts = (String::new(), 0);
        for (id, amount, projects, ballots) in pots {
            let options: Vec<String> = projects
                .split(' ')
                .map(|project| {
                    let (id, cost) = project.split_once(',').unwrap();
                    format!(r#"{{"id":"{id}","cost":{cost}}}"#)
                })
                .collect();
            let alone = format!(
                r#"{{"format":"isonomia/election/1","contests":[{{"id":"{id}","options":[{}],
                "ballot":{{"kind":"approval"}},"budget":{amount},"ballots":[{ballots}]}}]}}"#,
                options.join(",")
            );
            let (selected, left) = funded(&alone, rule, &[]);
            parts.0.push_str(&selected);
            parts.1 += left;
        }
        assert_eq!((whole, left), parts, "{rule}");
    }
    // With the money of all voters in each pot, the six of the town share ten in the north: the
    // three who voted there hold five.
    let all = [("pot_voters", "all")];
    assert_eq!(funded(&town, "budget/equal-shares", &all).0, "");
}

#[test]
fn a_paper_that_breaks_a_part_is_void_there_or_as_a_whole() {
    let ballots = r#"["a","c","x"],["a","b","x"],["x","y"],["b"]"#;
    let town = town("approval", ballots);
    let one = |void: &'static str| {
        let set = [
            ("one_pot", "district"),
            ("part_max", "district:2,citywide:1"),
            ("void", void),
        ];
        counted(&town, "budget/greedy", &set).unwrap()
    };
    let invalid = |report: &Report| -> Vec<(&'static str, u64, Vec<u32>)> {
        let groups = report.invalid.groups().into_iter();
        groups
            .map(|g| (g.code, g.papers, g.lines.clone()))
            .collect()
    };
    // The first keeps x; the third has nothing but its void part, so it is void itself.
    let part = one("part");
    assert_eq!(invalid(&part), [("part-too-long", 1, vec![3])]);
    assert_eq!((part.ballots, part.valid), (4, 3));
    let told = |report: &Report, code: &str| {
        let value = Value::Array(Vec::new());
        let (loaded, _) = load(&town);
        let events = report
            .events
            .iter()
            .map(|event| event.to_value(&loaded.instance));
        let notes = events.filter(|event| event.get("code").and_then(Value::as_str) == Some(code));
        let args = notes.map(|event| event.get("args").unwrap_or(&value).canonical_string());
        args.collect::<Vec<_>>()
    };
    assert_eq!(told(&part, "part-void-pots"), [r#"["1","district"]"#]);
    let whole = one("whole");
    assert_eq!(
        invalid(&whole),
        [("part-too-long", 1, vec![3]), ("too-many-pots", 1, vec![1])]
    );
    assert_eq!(whole.valid, 2);
}

#[test]
fn krakow_asks_for_all_six_places() {
    let projects = ["a", "b", "c", "d", "x", "y", "z"];
    let options: Vec<String> = projects
        .iter()
        .map(|id| {
            let pot = if *id < "x" { "bienczyce" } else { "city" };
            format!(r#"{{"id":"{id}","cost":5,"pot":"{pot}"}}"#)
        })
        .collect();
    let town = format!(
        r#"{{"format":"isonomia/election/1","contests":[{{"id":"krakow","options":[{}],
        "ballot":{{"kind":"ranking"}},"budget":10,
        "pots":[{{"id":"bienczyce","amount":5}},{{"id":"city","amount":5,"scope":"citywide"}}],
        "ballots":[["a","b","c","x","y","z"],["z","y","x","d","b","a"],["b","a","d","y","x","z"],
                   ["d","a","b","z","y"],["d","x"]]}}]}}"#,
        options.join(",")
    );
    let report = counted(&town, "budget/greedy", &[("preset", "krakow-2021")]).unwrap();
    // The last two name fewer than six. a 3+1+2, b 2+2+3, c 1, d 3+1; x 3+1+2, y 2+2+3, z 1+3+1.
    assert_eq!((report.valid, report.invalid.papers()), (3, 2));
    assert_eq!(
        funded(&town, "budget/greedy", &[("preset", "krakow-2021")]),
        ("by".into(), 0)
    );
}

#[test]
fn gdansk_gives_five_points_freely_over_districts() {
    let ballots = r#"[["a",5],["x",1]],[["b",3],["c",2],["y",1]],[["b",4],["d",2]],[["x",2]]"#;
    let town = town("score", ballots);
    let report = counted(&town, "budget/greedy", &[("preset", "gdansk-2017")]).unwrap();
    // The third gives six points to districts and nothing else, the fourth two to the city.
    assert_eq!((report.valid, report.invalid.papers()), (2, 2));
    let set = [("preset", "gdansk-2017"), ("pot_leftover", "citywide")];
    // a 5 and b 3 points; c 2, and d fits; x and y have one each, and x stands first.
    assert_eq!(funded(&town, "budget/greedy", &set), ("acdx".into(), 7));
}

#[test]
fn caps_and_least_votes_leave_projects_out_whatever_the_rule() {
    let town = r#"{"format":"isonomia/election/1","contests":[{"id":"t","options":[
        {"id":"a","cost":6,"min_votes":3},{"id":"b","cost":4},{"id":"c","cost":2}],
        "ballot":{"kind":"approval"},"budget":12,
        "ballots":[["a","b"],["a","c"],["b","c"],["b"]]}]}"#;
    // a has two votes and needs three; b costs a third.
    for rule in ["budget/greedy", "budget/equal-shares"] {
        assert_eq!(funded(town, rule, &[]).0, "bc", "{rule}");
        assert_eq!(funded(town, rule, &[("cap", "25%")]).0, "c", "{rule}");
        assert_eq!(funded(town, rule, &[("cap", "3.99")]).0, "c", "{rule}");
    }
    let ignore = [("ignore", "min-votes")];
    assert_eq!(funded(town, "budget/greedy", &ignore), ("bac".into(), 0));
    // What differs by part needs to know the part.
    let by_part = [("cap", "district:25%")];
    let problem = counted(town, "budget/greedy", &by_part).unwrap_err();
    assert_eq!(
        (problem[0].code, problem[0].expected.as_str()),
        ("scope-missing", "scope=district")
    );
    let told = [("cap", "district:25%"), ("scope", "district")];
    assert_eq!(funded(town, "budget/greedy", &told).0, "c");
}

/// "Only valid votes count" (Warszawa, on the least votes of a project).
#[test]
fn void_votes_do_not_help_a_project_over_its_least() {
    let town = r#"{"format":"isonomia/election/1","contests":[{"id":"t","options":[
        {"id":"a","cost":6,"min_votes":2},{"id":"b","cost":4},{"id":"c","cost":2}],
        "ballot":{"kind":"approval"},"budget":12,
        "ballots":[["a","b"],["a","b","c"]]}]}"#;
    assert_eq!(funded(town, "budget/greedy", &[]).0, "abc");
    assert_eq!(funded(town, "budget/greedy", &[("paper_max", "2")]).0, "bc");
}

#[test]
fn rivals_in_other_pots_and_unknown_constraints_are_not_passed_over() {
    let town = town("approval", VOTES);
    // x was funded by the city; a, its rival in the north, makes way for b.
    let rivals = [("exclusive", "a+x")];
    assert_eq!(funded(&town, "budget/greedy", &rivals).0, "xbcd");
    let problem = counted(&town, "budget/equal-shares", &[("exclusive", "a+b")]).unwrap_err();
    assert_eq!(problem[0].code, "constraint-not-observed");
    let both = [("exclusive", "a+b"), ("ignore", "exclusive")];
    // What is named beside what is left aside still counts.
    assert!(counted(&town, "budget/equal-shares", &both).is_err());
    let unknown = counted(&town, "budget/greedy", &[("exclusive", "a+q")]).unwrap_err();
    assert_eq!(unknown[0].code, "unknown-option");
}

#[test]
fn the_law_wants_equal_votes() {
    let law = [("law", "pl-5a")];
    let equal = town("approval", VOTES);
    assert!(counted(&equal, "budget/greedy", &law).is_ok());
    let weighted = town("approval", r#"{"ballot":["a"],"weight":2},["b"]"#);
    let problem = counted(&weighted, "budget/greedy", &law).unwrap_err();
    assert_eq!(
        (problem[0].code, problem[0].path.as_str()),
        ("law-pl-5a", "weights")
    );
    assert!(problem[0].expected.contains("art. 5a ust. 7"));
    let points = town("score", r#"[["a",5]],[["b",500]]"#);
    let problem = counted(&points, "budget/greedy", &law).unwrap_err();
    assert_eq!(problem[0].path, "points");
    let bounded = points.replace(
        r#""kind":"score""#,
        r#""kind":"score","limits":{"max_sum":500}"#,
    );
    assert!(counted(&bounded, "budget/greedy", &law).is_ok());
}

#[test]
fn every_preset_is_read_and_shown_in_the_report_and_audits_equal() {
    let town = town("approval", VOTES);
    for entry in crate::rules::RULES.iter().filter(|entry| entry.has_paper()) {
        for spec in entry
            .own_specs()
            .iter()
            .filter(|spec| spec.name == "preset")
        {
            for (word, doc) in spec.words {
                assert!(doc.ends_with('.'), "{word}: {doc}");
                let pair = ("preset".to_owned(), (*word).to_owned());
                let prepared = entry
                    .prepare(&[pair])
                    .unwrap_or_else(|p| panic!("{word}: {p}"));
                let pairs = crate::params::pairs_of(&prepared.params);
                let again = entry.prepare(&pairs).unwrap();
                assert_eq!(again.params, prepared.params, "{word}");
            }
        }
    }
    let set = [("preset", "warszawa-2021"), ("threshold", "1")];
    let report = counted(&town, "budget/greedy", &set).unwrap();
    let shown = report.params.get("part_max").and_then(Value::as_str);
    assert_eq!(shown, Some("district:15,citywide:10"));
    assert_eq!(
        report.params.get("threshold").and_then(Value::as_str),
        Some("1")
    );
    // What was not set is not told.
    assert!(report.params.get("law").is_none());
}

#[test]
fn a_category_may_be_full_in_several_pots_and_must_get_its_least_in_one() {
    let with = |more: &str| {
        let text = town("approval", VOTES);
        let text = text.replace(
            r#""id":"c","cost":6"#,
            r#""id":"c","cost":6,"category":"k""#,
        );
        let text = text.replace(
            r#""id":"a","cost":6"#,
            r#""id":"a","cost":6,"category":"k""#,
        );
        text.replace(
            r#""budget":30"#,
            &format!(r#""budget":30,"categories":[{{"id":"k",{more}}}]"#),
        )
    };
    // a takes 6 of 9; c would make 12.
    assert_eq!(
        funded(&with(r#""max_cost":9"#), "budget/greedy", &[]).0,
        "xad"
    );
    let least = counted(&with(r#""min_count":1"#), "budget/greedy", &[]).unwrap_err();
    assert_eq!(least[0].code, "bounds-across-pots");
    let refused = counted(&with(r#""max_cost":9"#), "budget/equal-shares", &[]).unwrap_err();
    assert_eq!(refused[0].code, "constraint-not-observed");
    let aside = [("ignore", "categories")];
    assert_eq!(
        funded(&with(r#""max_cost":9"#), "budget/equal-shares", &aside),
        funded(&town("approval", VOTES), "budget/equal-shares", &[])
    );
    let limit = [("category_max", "1")];
    let both = with("\"max_count\":9").replace(r#"["a","x"]"#, r#"["a","c"]"#);
    let report = counted(&both, "budget/greedy", &limit).unwrap();
    assert_eq!(report.invalid.groups()[0].code, "category-too-long");
}

/// The contest is read as it is written, also with everything in it.
#[test]
fn the_town_is_an_election_file() {
    let value = crate::json::parse(town("approval", VOTES).as_bytes()).unwrap();
    assert!(Election::read(&value, &mut Diagnostics::default()).is_some());
    let (loaded, _) = load(&town("approval", VOTES));
    assert!(matches!(loaded.instance, Instance::Budget(_)));
}

/// Equal Shares by its definition, with fractions: whoever breaks a bound is passed over.
fn shares_within(budget: &crate::instance::Budget) -> Vec<crate::id::OptionId> {
    use crate::id::OptionId;
    use crate::num::{Integer, Natural, Ratio};
    let voters: Vec<Vec<OptionId>> = budget
        .profile
        .classes()
        .flat_map(|class| (0..class.papers).map(move |_| class.options().collect()))
        .collect();
    let whole = |n: u64| Ratio::from(Natural::from(n));
    let share = whole(budget.budget) / whole(u64::try_from(voters.len().max(1)).unwrap());
    let mut money = vec![share; voters.len()];
    let mut funded: Vec<OptionId> = Vec::new();
    let mut open: Vec<OptionId> = budget.options.all().collect();
    let breaks = |funded: &[OptionId], project: OptionId| {
        let rivals = budget.constraints.rivals(project);
        let full = budget.constraints.categories.iter().any(|category| {
            let mine = |other: &&OptionId| category.projects.contains(other);
            let spent: u64 = funded.iter().filter(mine).map(|p| budget.costs[*p]).sum();
            let most = category.max_cost.unwrap_or(u64::MAX);
            mine(&&project) && spent + budget.costs[project] > most
        });
        full || funded.iter().any(|other| rivals.contains(other))
    };
    loop {
        // The price per unit of cost: the least at which the supporters pay for all of it.
        let price = |project: OptionId| -> Option<Ratio> {
            let mut rich: Vec<&Ratio> = (0..voters.len())
                .filter(|voter| voters[*voter].contains(&project))
                .map(|voter| &money[voter])
                .collect();
            rich.sort();
            let cost = whole(budget.costs[project]);
            let mut missing = cost.clone();
            let mut count = u64::try_from(rich.len()).unwrap();
            for held in rich {
                if held * whole(count) >= missing {
                    return Some(missing / whole(count) / cost);
                }
                missing -= held;
                count -= 1;
            }
            None
        };
        open.retain(|project| !breaks(&funded, *project));
        let mut best: Option<(Ratio, OptionId)> = None;
        for project in &open {
            let Some(price) = price(*project) else {
                continue;
            };
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, *project));
            }
        }
        let Some((price, project)) = best else {
            return funded;
        };
        for (held, voter) in money.iter_mut().zip(&voters) {
            if voter.contains(&project) {
                let pays = &price * whole(budget.costs[project]);
                let left = &*held - &pays;
                *held = if left > Ratio::ZERO {
                    left
                } else {
                    Ratio::from(Integer::ZERO)
                };
            }
        }
        funded.push(project);
        open.retain(|other| *other != project);
    }
}

#[test]
fn equal_shares_passes_over_what_breaks_a_bound() {
    let mut state = 9u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut passed = 0;
    for _ in 0..150 {
        let projects = 4 + random(5);
        let options: Vec<String> = (0..projects)
            .map(|id| {
                let category = if random(2) == 0 {
                    r#","category":"k""#
                } else {
                    ""
                };
                format!(r#"{{"id":"{id}","cost":{}{category}}}"#, 1 + random(9))
            })
            .collect();
        let ballots: Vec<String> = (0..8)
            .map(|_| {
                let ids = (0..projects).filter(|_| random(2) == 0);
                let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
                format!("[{}]", ids.join(","))
            })
            .collect();
        let town = format!(
            r#"{{"format":"isonomia/election/1","contests":[{{"id":"t","options":[{}],
            "ballot":{{"kind":"approval"}},"budget":24,"categories":[{{"id":"k","max_cost":{}}}],
            "exclusive":[["0","1"],["2","3"]],"ballots":[{}]}}]}}"#,
            options.join(","),
            4 + random(12),
            ballots.join(",")
        );
        let (loaded, diagnostics) = load(&town);
        let Instance::Budget(budget) = &loaded.instance else {
            panic!("a budget");
        };
        let request = Request {
            rule: Some("budget/equal-shares".to_owned()),
            params: vec![("bounds".to_owned(), "pass-over".to_owned())],
            ties: Some(vec![crate::tie::TieRule::Listed]),
            ..Request::default()
        };
        let report = count(&loaded, &diagnostics, &request, &mut Work::default()).unwrap();
        assert_eq!(report.outcome.winners(), shares_within(budget), "{town}");
        let skipped = |event: &&crate::transcript::Event| {
            let value = event.to_value(&loaded.instance);
            let reason = value.get("reason").and_then(Value::as_str);
            matches!(reason, Some("exclusive" | "over-category"))
        };
        passed += report.events.iter().filter(skipped).count();
    }
    assert!(passed > 100, "{passed}");
}

/// Towns by chance, under every rule that takes them: what is declared is kept.
#[test]
fn no_rule_breaks_what_a_paper_declares() {
    let mut state = 5u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let (mut towns, mut kept) = (0, 0);
    for _ in 0..120 {
        let pots = 1 + random(3);
        let projects = 3 + random(6);
        let amounts: Vec<u64> = (0..pots).map(|_| 5 + random(10)).collect();
        let mut options = Vec::new();
        for id in 0..projects {
            let category = if random(2) == 0 {
                r#","category":"k""#
            } else {
                ""
            };
            options.push(format!(
                r#"{{"id":"{id}","cost":{},"pot":"{}","min_votes":{}{category}}}"#,
                random(9),
                random(pots),
                random(3)
            ));
        }
        let declared: Vec<String> = (0..pots)
            .map(|id| {
                format!(
                    r#"{{"id":"{id}","amount":{}}}"#,
                    amounts[usize::try_from(id).unwrap()]
                )
            })
            .collect();
        let ballots: Vec<String> = (0..12)
            .map(|_| {
                let ids = (0..projects).filter(|_| random(3) == 0);
                let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
                format!("[{}]", ids.join(","))
            })
            .collect();
        let bound = if random(2) == 0 {
            format!(
                r#""categories":[{{"id":"k","max_cost":{}}}],"exclusive":[["0","1"]],"#,
                3 + random(9)
            )
        } else {
            r#""categories":[{"id":"k"}],"#.to_owned()
        };
        let town = format!(
            r#"{{"format":"isonomia/election/1","contests":[{{"id":"t","options":[{}],
            "ballot":{{"kind":"approval"}},"budget":{},"pots":[{}],{bound}"ballots":[{}]}}]}}"#,
            options.join(","),
            amounts.iter().sum::<u64>(),
            declared.join(","),
            ballots.join(",")
        );
        let (loaded, diagnostics) = load(&town);
        let Instance::Budget(budget) = &loaded.instance else {
            panic!("a budget");
        };
        towns += 1;
        for entry in crate::rules::RULES.iter().filter(|entry| entry.has_paper()) {
            for leftover in ["keep", "next", "pool"] {
                let limits = [
                    ("part_max", "2"),
                    ("pot_leftover", leftover),
                    ("cap", "90%"),
                    ("bounds", "pass-over"),
                ];
                let request = Request {
                    rule: Some(entry.meta.id.to_owned()),
                    params: limits.map(|(n, t)| (n.to_owned(), t.to_owned())).to_vec(),
                    ties: Some(vec![crate::tie::TieRule::Listed]),
                    ..Request::default()
                };
                let report = count(&loaded, &diagnostics, &request, &mut Work::default());
                let report = match report {
                    Err(problems) if problems[0].code == "ballots-not-accepted" => continue,
                    report => report,
                };
                let report = report.unwrap_or_else(|p| panic!("{}: {p:?} {town}", entry.meta.id));
                assert_eq!(report.valid + report.invalid.papers(), report.ballots);
                keeps(
                    budget,
                    &report.outcome,
                    leftover,
                    &format!("{} {town}", entry.meta.id),
                );
                kept += 1;
            }
        }
    }
    assert!(towns == 120 && kept > 500, "{kept}");
}

fn keeps(budget: &crate::instance::Budget, outcome: &Outcome, leftover: &str, what: &str) {
    let Outcome::Funded {
        selected,
        cost,
        left,
        amounts,
    } = outcome
    else {
        panic!("{what}");
    };
    assert_eq!(cost + left, budget.budget, "{what}");
    let spent = |mine: &dyn Fn(&crate::id::OptionId) -> bool| -> u64 {
        let other = |p| amounts.iter().find(|(part, _)| *part == p).map(|(_, a)| *a);
        let mine = selected.iter().filter(|p| mine(p));
        mine.map(|p| other(*p).unwrap_or(budget.costs[*p])).sum()
    };
    assert_eq!(spent(&|_| true), *cost, "{what}");
    for pot in &budget.constraints.pots {
        let here = spent(&|project| pot.projects.contains(project));
        assert!(leftover != "keep" || here <= pot.amount, "{what}");
        let most = |project: &crate::id::OptionId| budget.costs[*project] * 10 <= pot.amount * 9;
        let mine = selected.iter().filter(|p| pot.projects.contains(p));
        assert!(mine.clone().all(most), "{what}");
    }
    for category in budget
        .constraints
        .categories
        .iter()
        .filter(|c| c.is_bounded())
    {
        let here = spent(&|project| category.projects.contains(project));
        assert!(category.max_cost.is_none_or(|most| here <= most), "{what}");
    }
    for group in &budget.constraints.exclusive {
        let funded = selected.iter().filter(|project| group.contains(project));
        assert!(funded.count() <= 1, "{what}");
    }
    for (project, least) in &budget.constraints.min_votes {
        let mut classes = budget.profile.classes();
        let votes: u64 = classes
            .by_ref()
            .filter(|class| class.options().any(|other| other == *project))
            .map(|class| class.papers)
            .sum();
        assert!(votes >= *least || !selected.contains(project), "{what}");
    }
}
