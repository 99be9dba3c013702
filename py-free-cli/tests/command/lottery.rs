//! What a lottery may depend on and what not: executors, the order of rows, names, and how many
//! there are of a kind; and its figures in tables.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use isonomia::formats::{LoadOptions, PoolColumns, Role, Source, load};
use isonomia::json::Value;
use isonomia::num::{Integer, Natural, Ratio};
use isonomia::problem::Diagnostics;
use isonomia::report::SeedOrigin;
use isonomia::rule::{Executor, Serial};
use isonomia::run::{Request, Work, count};

use crate::support::{cell, isonomia, sample};

/// Rules that find chances.
const RULES: [&str; 8] = [
    "leximin",
    "maximin",
    "minimax",
    "nash",
    "goldilocks",
    "weighted",
    "max-entropy",
    "fair-max-entropy",
];

/// Those whose chances are fixed by what they promise, to the last digit.
const UNIQUE: [&str; 3] = ["leximin", "maximin", "max-entropy"];

const CATEGORIES: &str = "feature,value,min,max\nage,young,1,3\nage,old,1,3\nage,oldest,0,2\n\
    sex,f,1,3\nsex,m,1,3\n";

/// The same, features and values in another order.
const TURNED: &str = "feature,value,min,max\nsex,m,1,3\nsex,f,1,3\nage,oldest,0,2\nage,old,1,3\n\
    age,young,1,3\n";

/// Words of a linear congruence (Numerical Recipes).
struct Dice(u32);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as usize % n
    }
}

/// Id, age, sex, home.
type Person = [String; 4];

fn people(dice: &mut Dice, n: usize) -> Vec<Person> {
    let person = |at: usize| {
        let age = ["young", "old", "oldest"][dice.below(6).saturating_sub(1) / 2];
        let sex = ["f", "m"][dice.below(2)];
        let home = dice.below(n * 2);
        [
            format!("p{at:02}"),
            age.to_owned(),
            sex.to_owned(),
            format!("h{home}"),
        ]
    };
    (0..n).map(person).collect()
}

fn sheet(people: &[Person]) -> String {
    let mut text = String::from("id,age,sex,home\n");
    for [id, age, sex, home] in people {
        writeln!(text, "{id},{age},{sex},{home}").unwrap();
    }
    text
}

/// The report of a rule, or why there is none.
fn report(
    rule: &str,
    (people, categories): (&str, &str),
    (seats, homes): (u32, bool),
    params: &[(&str, &str)],
    executor: &dyn Executor,
) -> Result<Value, String> {
    let (mut people, mut categories) = (people.as_bytes(), categories.as_bytes());
    let mut sources = [
        Source {
            name: String::new(),
            role: Role::Main,
            reader: &mut people,
        },
        Source {
            name: String::new(),
            role: Role::Categories,
            reader: &mut categories,
        },
    ];
    let home = homes.then(|| "home".to_owned());
    let options = LoadOptions {
        seats: Some(seats),
        columns: PoolColumns {
            id: Some("id".to_owned()),
            household: home.into_iter().collect(),
            ..PoolColumns::default()
        },
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, &options, &mut diagnostics);
    let loaded = loaded.ok_or_else(|| format!("{diagnostics:?}"))?;
    let pairs = params.iter();
    let request = Request {
        rule: Some(format!("sortition/{rule}")),
        params: pairs
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect(),
        seed: Some((isonomia::lottery::Seed::from([7; 32]), SeedOrigin::Operator)),
        ..Request::default()
    };
    let mut work = Work {
        progress: None,
        executor,
    };
    let report = count(&loaded, &diagnostics, &request, &mut work);
    let report = report.map_err(|problems| format!("{problems:?}"))?;
    Ok(report.to_value(&loaded.instance))
}

/// Chances by id.
fn chances(report: &Value) -> BTreeMap<String, Ratio> {
    let people = report
        .get("outcome")
        .and_then(|outcome| outcome.get("people"));
    let people = people.and_then(Value::as_array).expect("a lottery").iter();
    let chance = |person: &Value| {
        let text = |key: &str| person.get(key).and_then(Value::as_str).expect("text");
        let (above, below) = text("probability")
            .split_once('/')
            .unwrap_or((text("probability"), "1"));
        let above: Integer = above.parse().expect("a number");
        let below: Natural = below.parse().expect("a number");
        (text("id").to_owned(), Ratio::from_parts(above, below))
    };
    people.map(chance).collect()
}

/// The last piece first.
struct Backwards;

impl Executor for Backwards {
    fn run(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        (0..n).rev().for_each(work);
    }
}

/// So many threads, each taking the next piece.
struct Several(usize);

impl Executor for Several {
    fn run(&self, n: usize, work: &(dyn Fn(usize) + Sync)) {
        let next = AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..self.0 {
                scope.spawn(|| {
                    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < n);
                    while let Some(at) = take() {
                        work(at);
                    }
                });
            }
        });
    }
}

#[test]
fn three_runs_and_any_number_of_threads_give_one_report() {
    let mut dice = Dice(3);
    let mut done = 0;
    for number in 0..6 {
        let sheet = sheet(&people(&mut dice, 10 + number));
        for rule in RULES {
            let asked = (4, number % 2 == 1);
            let run = |executor: &dyn Executor| {
                report(
                    rule,
                    (&sheet, CATEGORIES),
                    asked,
                    &[("panels", "20")],
                    executor,
                )
            };
            let first = run(&Serial);
            let executors: [&dyn Executor; 5] =
                [&Serial, &Serial, &Backwards, &Several(2), &Several(5)];
            for executor in executors {
                assert_eq!(run(executor), first, "{rule} {number}");
            }
            done += u32::from(first.is_ok());
        }
    }
    assert!(done > 40, "{done}");
}

/// Orders of rows, ids and names of homes are no part of the pool; whoever is alike has a chance
/// alike. With households two are alike only if those at home are.
#[test]
fn chances_follow_people_whatever_their_rows_and_names_are() {
    let mut dice = Dice(11);
    let mut done = 0;
    for number in 0..12 {
        let homes = number % 2 == 1;
        let people = people(&mut dice, 9 + number % 5);
        let mut other: Vec<Person> = people.iter().rev().cloned().collect();
        let by = dice.below(other.len());
        other.rotate_left(by);
        for [id, _, _, home] in &mut other {
            *id = format!("z{}", &id[1..].chars().rev().collect::<String>());
            *home = format!("street {home}");
        }
        let renamed = |id: &str| format!("z{}", id[1..].chars().rev().collect::<String>());
        for rule in RULES {
            let run = |people: &[Person], categories: &str| {
                report(rule, (&sheet(people), categories), (4, homes), &[], &Serial)
            };
            let Ok(first) = run(&people, CATEGORIES) else {
                assert!(run(&other, CATEGORIES).is_err(), "{rule} {number}");
                continue;
            };
            let first = chances(&first);
            let mut sum = Ratio::ZERO;
            for chance in first.values() {
                sum += chance;
            }
            assert_eq!(sum, Ratio::from(Integer::from(4)), "{rule} {number}");
            let second = chances(&run(&other, CATEGORIES).unwrap());
            let moved: BTreeMap<String, Ratio> = first
                .iter()
                .map(|(id, chance)| (renamed(id), chance.clone()))
                .collect();
            assert_eq!(moved, second, "{rule} {number}");
            if UNIQUE.contains(&rule) {
                let turned = chances(&run(&people, TURNED).unwrap());
                assert_eq!(first, turned, "{rule} {number}");
            }
            if !homes {
                let mut alike: BTreeMap<[&String; 2], &Ratio> = BTreeMap::new();
                for [id, age, sex, _] in &people {
                    let known = alike.entry([age, sex]).or_insert(&first[id]);
                    assert_eq!(*known, &first[id], "{rule} {number} {id}");
                }
            }
            done += 1;
        }
    }
    assert!(done > 60, "{done}");
}

/// Where there are as many of each kind as there are seats, more of them open no new panels: with
/// everybody twice each has half the chance, exactly, and the certificate has the same types.
#[test]
fn twice_as_many_of_every_kind_have_half_the_chance_each() {
    let mut dice = Dice(5);
    for _ in 0..4 {
        let mut once = Vec::new();
        for age in ["young", "old", "oldest"] {
            for sex in ["f", "m"] {
                for _ in 0..4 + dice.below(4) {
                    let id = format!("p{:02}", once.len());
                    let home = format!("h{id}");
                    once.push([id, age.to_owned(), sex.to_owned(), home]);
                }
            }
        }
        let mut twice = once.clone();
        twice.extend(once.iter().map(|[id, age, sex, home]| {
            [
                format!("again-{id}"),
                age.clone(),
                sex.clone(),
                format!("again {home}"),
            ]
        }));
        for rule in ["leximin", "maximin", "minimax"] {
            let run = |people: &[Person]| {
                let sheet = sheet(people);
                chances(&report(rule, (&sheet, CATEGORIES), (4, false), &[], &Serial).unwrap())
            };
            let (before, after) = (run(&once), run(&twice));
            for (id, chance) in &before {
                let half = chance / Ratio::from(Integer::from(2));
                assert_eq!(after[id], half, "{rule} {id}");
                assert_eq!(after[&format!("again-{id}")], half, "{rule} {id}");
            }
        }
    }
}

/// 12 of the 120 of the sample: the least chance of leximin is 5/68 = 0.073529, as in the guide.
#[test]
fn tables_show_what_lotteries_do_to_chances() {
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    let pool = [&*people, "--categories", &categories, "--seats", "12"];
    let rules = [
        "--rules",
        "sortition/leximin,sortition/minimax,sortition/legacy",
    ];
    let seed = "07".repeat(32);
    let more = ["--seed", &seed, "--set", "sortition/leximin:panels=50"];
    let compare = || ["compare"].into_iter().chain(pool).chain(rules).chain(more);
    let rows = isonomia(compare().chain(["--csv"])).ends(0).table();
    assert_eq!(rows.len(), 3);
    assert_eq!(cell(&rows[0], "chance_least"), "0.073529");
    assert_eq!(
        (cell(&rows[0], "panels"), cell(&rows[1], "panels")),
        ("50", "0")
    );
    assert_eq!(cell(&rows[0], "never"), "0");
    // A panel by lot has no chances to show.
    assert_eq!(cell(&rows[2], "kind"), "panel");
    for column in [
        "chance_least",
        "chance_most",
        "gini",
        "geometric_mean",
        "never",
        "panels",
    ] {
        assert_eq!(cell(&rows[2], column), "", "{column}");
    }
    let number = |row: usize, column: &str| cell(&rows[row], column).parse::<f64>().unwrap();
    // What the two rules promise: no greater least than leximin's, no smaller most than minimax's.
    assert!(number(1, "chance_least") <= number(0, "chance_least"));
    assert!(number(1, "chance_most") <= number(0, "chance_most"));
    assert!((0.0..1.0).contains(&number(0, "gini")));
    // The geometric mean lies between the least and the mean, 12/120.
    assert!((0.0735..0.1).contains(&number(0, "geometric_mean")));

    // Fractions in JSON.
    let lines = isonomia(compare().chain(["--json"])).ends(0).lines();
    let exact = lines[0].get("chances").expect("figures");
    assert_eq!(exact.get("least").and_then(Value::as_str), Some("5/68"));
    assert!(lines[2].get("chances").is_none());
    let table = isonomia(compare()).ends(0).out;
    for text in ["Gini", "0.0735", "120 in the", "0 of 120 the same"] {
        assert!(table.contains(text), "{text}: {table}");
    }
    // One count as a row.
    let count = ["count"]
        .into_iter()
        .chain(pool)
        .chain(["--rule", "sortition/leximin", "--csv"]);
    let rows = isonomia(count).ends(0).table();
    assert_eq!(cell(&rows[0], "chance_least"), "0.073529");
}
