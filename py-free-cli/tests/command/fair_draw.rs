//! Ceremonies whose list comes from exact chances; and what follows: somebody leaves, and the
//! seats are drawn again in a ceremony of their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use isonomia::digest::{Digest, hex};
use isonomia::json::{Value, parse};
use isonomia::lottery::manifest_hash;

use crate::support::{Ran, file, folder, isonomia, path, sample};
use crate::town::{DICE, ROUND_123, TIME, doubts};

/// Ceremonies in a folder of their own.
struct Hall {
    at: PathBuf,
}

impl Hall {
    fn new() -> Self {
        let at = folder();
        isonomia(["keygen", &path(&at, "town")]).ends(0);
        Self { at }
    }

    fn path(&self, name: &str) -> String {
        path(&self.at, name)
    }

    fn read(&self, name: &str) -> Value {
        let bytes = fs::read(self.at.join(name)).expect(name);
        parse(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).expect(name)
    }

    /// A plan by leximin for people, categories, seats.
    fn plan(&self, name: &str, pool: [&str; 3], more: &[&str]) -> Ran {
        let [people, categories, seats] = pool;
        let (key, out) = (self.path("town.pub"), self.path(name));
        let words = [
            "draw",
            "plan",
            people,
            "--categories",
            categories,
            "--seats",
            seats,
        ];
        let rule = [
            "--rule",
            "sortition/leximin",
            "--panels",
            "20",
            "--purpose",
            "Panel",
        ];
        let who = ["--organiser", "Town", "--key", &key, "--draw-time", TIME];
        let rest = ["--dice", "20d10", "--out", &out];
        isonomia(
            words
                .iter()
                .chain(&rule)
                .chain(&who)
                .chain(&rest)
                .chain(more),
        )
    }

    fn seal(&self, name: &str) -> Ran {
        let key = self.path("town.key");
        isonomia(["draw", "seal", &self.path(name), "--key", &key])
    }

    /// From the seal to the transcript.
    fn draw(&self, name: &str) -> String {
        let folder = self.path(name);
        let beacon = file(&self.at, "beacon.txt", ROUND_123);
        isonomia(["draw", "dice", &folder, DICE]).ends(0);
        isonomia(["draw", "beacon", &folder, &beacon]).ends(0);
        isonomia(["draw", "run", &folder]).ends(0);
        self.path(&format!("{name}/public/transcript.json"))
    }

    fn hash(&self, name: &str) -> String {
        hex(&manifest_hash(&self.read(&format!("{name}/manifest.json"))))
    }

    /// Checks with everything that an auditor has.
    fn verify(&self, name: &str, more: &[&str]) -> Ran {
        let of = |part: &str| self.path(&format!("{name}/{part}"));
        let (transcript, panels) = (of("public/transcript.json"), of("auditors/panels.json"));
        let (pool, hash) = (of("private/pool.json"), self.hash(name));
        let lottery = of("private/lottery.json");
        let words = [
            "draw",
            "verify",
            &transcript,
            "--panels",
            &panels,
            "--pool",
            &pool,
            "--lottery",
            &lottery,
        ];
        let seen = ["--seal", &hash, "--saw", DICE];
        isonomia(words.iter().chain(&seen).chain(more))
    }

    /// Ids of the panel that a ceremony drew, by place in its sealed list of people.
    fn members(&self, name: &str) -> Vec<String> {
        let people = self.path(&format!("{name}/private/people.json"));
        let transcript = self.path(&format!("{name}/public/transcript.json"));
        let (pool, categories) = sources();
        let out = self.path(&format!("{name}-members.csv"));
        let rest = self.path(&format!("{name}-rest.csv"));
        let words = ["panel", "select", &pool, "--categories", &categories];
        let drawn = [
            "--draw",
            &transcript,
            "--draw-people",
            &people,
            "--selected",
            &out,
        ];
        isonomia(
            words
                .iter()
                .chain(&drawn)
                .chain(&["--remaining", &rest, "--quiet"]),
        )
        .ends(0);
        let table = fs::read_to_string(&out).expect("members");
        let ids = table
            .lines()
            .skip(1)
            .map(|line| line.split(',').next().unwrap().to_owned());
        ids.collect()
    }
}

fn sources() -> (String, String) {
    (sample("panel/people.csv"), sample("panel/categories.csv"))
}

#[test]
fn a_list_from_exact_chances_is_sealed_drawn_and_verified() {
    let hall = Hall::new();
    let (people, categories) = sources();
    hall.plan("river", [&people, &categories, "12"], &[])
        .ends(0);
    // The manifest holds the digest of the chances and their proof, and how far the list is off.
    let manifest = hall.read("river/manifest.json");
    let algorithm = manifest.get("algorithm").unwrap();
    let objective = algorithm.get("objective").unwrap();
    let lottery = fs::read(hall.at.join("river/private/lottery.json")).unwrap();
    let digest = Digest::of(&lottery).tagged();
    assert_eq!(
        objective.get("proof").and_then(Value::as_str),
        Some(&*digest)
    );
    let loss = objective.get("loss").unwrap();
    // 5/68 stands in the guide; 20 * 5/68 = 1.47, so the least likely sit on 1 or 2 of 20 panels.
    assert_eq!(
        loss.get("least_before").and_then(Value::as_str),
        Some("5/68")
    );
    assert_eq!(loss.get("least").and_then(Value::as_str), Some("1/20"));

    hall.seal("river").ends(0);
    hall.draw("river");
    let ran = hall.verify("river", &["--json"]);
    assert_eq!(doubts(&ran), Vec::<String>::new());
    ran.ends(0);
    assert!(hall.verify("river", &[]).ends(0).out.starts_with("PASS"));

    // Chances of the sealed file are those of a count, and its list is the one that was drawn.
    let count = isonomia([
        "count",
        &people,
        "--categories",
        &categories,
        "--seats",
        "12",
        "--rule",
        "sortition/leximin",
        "--json",
    ]);
    let counted = count.ends(0).lines().remove(0);
    let chances = counted
        .get("outcome")
        .and_then(|o| o.get("people"))
        .unwrap();
    // The file names nobody: ids stand only in the organiser's own table.
    let people = fs::read_to_string(hall.at.join("river/private/people.csv")).unwrap();
    let named = people.lines().skip(1).map(|row| {
        let mut cells = row.split(',').map(str::to_owned);
        let id = cells.next().unwrap();
        (cells.next().unwrap(), id)
    });
    let named: BTreeMap<String, String> = named.collect();
    let text = String::from_utf8(lottery).unwrap();
    assert!(
        named
            .values()
            .all(|id| !text.contains(&format!("\"{id}\"")))
    );
    let sealed = hall.read("river/private/lottery.json");
    let sealed = sealed.get("chances").and_then(Value::as_array).unwrap();
    let sealed: BTreeMap<&str, &Value> = sealed
        .iter()
        .map(|pair| {
            let pair = pair.as_array().unwrap();
            (&*named[pair[0].as_str().unwrap()], &pair[1])
        })
        .collect();
    assert_eq!(sealed.len(), 120);
    for person in chances.as_array().unwrap() {
        let id = person.get("id").and_then(Value::as_str).unwrap();
        assert_eq!(Some(sealed[id]), person.get("probability"), "{id}");
    }
    assert_eq!(hall.members("river").len(), 12);
}

#[test]
fn changed_chances_are_not_sealed() {
    let hall = Hall::new();
    let (people, categories) = sources();
    hall.plan("river", [&people, &categories, "12"], &[])
        .ends(0);
    let at = hall.at.join("river/private/lottery.json");
    let true_text = fs::read_to_string(&at).unwrap();
    for (from, to) in [
        ("5/68", "6/68"),
        ("\"seats\":12", "\"seats\":13"),
        ("\"weight\":\"", "\"weight\":\"1"),
    ] {
        let changed = true_text.replacen(from, to, 1);
        assert_ne!(changed, true_text, "{from}");
        fs::write(&at, changed).unwrap();
        let ran = hall.seal("river").ends(1);
        assert!(ran.err.contains("lottery.json"), "{}", ran.err);
    }
    fs::remove_file(&at).unwrap();
    assert_ne!(hall.seal("river").code, 0);
    fs::write(&at, true_text).unwrap();
    hall.seal("river").ends(0);
}

/// Two of twelve leave: what the quotas still ask is drawn among those who are left, sealed like
/// the first draw, in the same series.
#[test]
fn seats_that_become_free_are_drawn_in_a_ceremony_of_their_own() {
    let hall = Hall::new();
    let (people, categories) = sources();
    let series = ["--series", "urn:example:river"];
    hall.plan("river", [&people, &categories, "12"], &series)
        .ends(0);
    hall.seal("river").ends(0);
    let transcript = hall.draw("river");
    let members = hall.members("river");
    let gone = file(&hall.at, "gone.txt", "");
    let (left, asked) = (hall.path("left.csv"), hall.path("asked.csv"));
    let key = hall.path("river/private/people.json");
    let hash = hall.hash("river");
    let words = [
        "panel",
        "replace",
        &people,
        "--categories",
        &categories,
        "--gone",
        &gone,
    ];
    let drawn = [
        "--draw",
        &transcript,
        "--draw-people",
        &key,
        "--lots-seal",
        &hash,
    ];
    let out = [
        "--lots-saw",
        DICE,
        "--out-people",
        &left,
        "--out-categories",
        &asked,
    ];
    // The secret of the ceremony is new each time, and so is the panel: not every two of its members
    // leave quotas that two others can meet, and in more than one way.
    let mut ceremonies = (1..).map(|number| format!("second-{number}"));
    let mut leave = |other: &String| {
        file(&hall.at, "gone.txt", format!("{}\n{other}\n", members[0]));
        let ran = isonomia(words.iter().chain(&drawn).chain(&out));
        if ran.code != 0 {
            assert!(ran.err.contains("No panel of 2 meets"), "{}", ran.err);
            return None;
        }
        assert!(ran.out.contains("2 seats are free"), "{}", ran.out);
        let table = fs::read_to_string(&left).unwrap();
        assert_eq!(table.lines().count(), 1 + 120 - 12);
        let second = ceremonies.next()?;
        let ran = hall.plan(&second, [&left, &asked, "2"], &series);
        if ran.code != 0 {
            assert!(
                ran.err.contains("Only one panel is possible"),
                "{}",
                ran.err
            );
            return None;
        }
        Some((other.clone(), second))
    };
    let found = members.iter().skip(1).find_map(&mut leave);
    let (leaving, second) = found.expect("two whose seats others can take");

    hall.seal(&second).ends(0);
    hall.draw(&second);
    assert!(hall.verify(&second, &[]).ends(0).out.starts_with("PASS"));
    let first = hall.read("river/manifest.json");
    let again = hall.read(&format!("{second}/manifest.json"));
    assert_eq!(first.get("series"), again.get("series"));
    assert!(
        first
            .get("series")
            .is_some_and(|series| *series != Value::Null)
    );

    // Ten who stay and two who come meet the quotas of the whole panel.
    let mut panel = hall.members(&second);
    assert!(panel.iter().all(|id| !members.contains(id)));
    panel.extend(
        members
            .iter()
            .filter(|id| ![&members[0], &leaving].contains(id))
            .cloned(),
    );
    assert_eq!(panel.len(), 12);
    let mut rows = csv::Reader::from_path(&people).unwrap();
    let head = rows.headers().unwrap().clone();
    let rows: Vec<_> = rows.records().map(Result::unwrap).collect();
    let rows: Vec<_> = rows
        .iter()
        .filter(|row| panel.contains(&row[0].to_owned()))
        .collect();
    let mut quotas = csv::Reader::from_path(&categories).unwrap();
    for quota in quotas.records().map(Result::unwrap) {
        let column = head.iter().position(|name| name == &quota[0]).unwrap();
        let count = rows.iter().filter(|row| row[column] == quota[1]).count();
        let (least, most): (usize, usize) = (quota[2].parse().unwrap(), quota[3].parse().unwrap());
        assert!((least..=most).contains(&count), "{quota:?}: {count}");
    }
}

/// What is to be tossed for reserves is fixed before the draw: the plan binds it, and the report
/// says so only where the draw does.
#[test]
fn terms_of_reserves_are_bound_by_the_plan_or_said_not_to_be() {
    let hall = Hall::new();
    let (people, categories) = sources();
    let pool = ["panel", "alternates", &people, "--categories", &categories];
    let model = |count: &'static str| ["--count", count, "--stays", "0.85", "--scenarios", "40"];
    let terms = hall.path("terms.json");
    let fix = ["--seats", "12", "--terms", &terms];
    isonomia(pool.iter().chain(&model("3")).chain(&fix)).ends(0);
    hall.plan("river", [&people, &categories, "12"], &["--bind", &terms])
        .ends(0);
    hall.seal("river").ends(0);
    let transcript = hall.draw("river");
    let (key, hash) = (hall.path("river/private/people.json"), hall.hash("river"));
    let drawn = [
        "--draw",
        &transcript,
        "--draw-people",
        &key,
        "--lots-seal",
        &hash,
    ];
    let drawn = || drawn.iter().chain(&["--lots-saw", DICE]);
    let bound = |name: &str| hall.read(name).get("bound_terms").and_then(Value::as_bool);
    for (count, name, is_bound) in [("3", "as-bound.json", true), ("4", "other.json", false)] {
        let out = hall.path(name);
        let model = model(count);
        let words = pool.iter().chain(&model).copied().map(str::to_owned);
        let words = words.chain(drawn().copied().map(str::to_owned));
        isonomia(words.chain(["--report".to_owned(), out.clone()])).ends(0);
        assert_eq!(bound(name), Some(is_bound), "{name}");
        let check = |report: &str| isonomia(pool.iter().chain(drawn()).chain(&["--check", report]));
        check(&out).ends(0);
        // Whether the plan bound them is not for the report to say, nor who was drawn.
        let text = fs::read_to_string(&out).unwrap();
        let (from, to) = (
            format!("\"bound_terms\":{is_bound}"),
            format!("\"bound_terms\":{}", !is_bound),
        );
        let forged = file(&hall.at, "forged.json", text.replacen(&from, &to, 1));
        let ran = check(&forged).ends(1);
        assert!(ran.err.contains("bound_terms"), "{}", ran.err);
        let seed = hall
            .read(name)
            .get("seed")
            .and_then(Value::as_str)
            .unwrap()
            .to_owned();
        let forged = file(
            &hall.at,
            "forged.json",
            text.replace(&seed, &"7".repeat(64)),
        );
        check(&forged).ends(1);
    }
}

/// Four people for two seats: in 20 panels everybody sits 10 times, which is one number.
#[test]
fn equal_chances_are_told_as_one_number() {
    let hall = Hall::new();
    let people = file(&hall.at, "people.csv", "id,sex\n1,f\n2,f\n3,m\n4,m\n");
    let quotas = "feature,value,min,max\nsex,f,1,1\nsex,m,1,1\n";
    let categories = file(&hall.at, "categories.csv", quotas);
    for (lang, said) in [
        ("en", "Everybody in the pool sits in 10 of the 20 panels"),
        ("pl", "Każda osoba z puli jest w 10 z 20 paneli"),
    ] {
        let pool = [people.as_str(), &categories, "2"];
        let ran = hall.plan(lang, pool, &["--lang", lang]).ends(0);
        assert!(ran.out.contains(said), "{}", ran.out);
    }
}
