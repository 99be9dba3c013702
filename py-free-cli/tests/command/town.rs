//! A town with a thousand volunteers, two parties and an auditor, and the steps of its ceremony.

use std::fmt::Write as _;

use isonomia::json::{Value, parse};

use crate::support::{Ran, file, folder, isonomia, path};

/// Round 123 of quicknet, 2023-08-23T15:15:33Z: noislabs/drand-verify, src/verify.rs.
pub(crate) const ROUND_123: &str = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482\
                                    e26cd02df835d3546d23c4b13e0dfc92";
/// Twenty dice of ten sides.
pub(crate) const DICE: &str = "17326548209184736205";

/// Three candidates with two papers each.
pub(crate) const TIED: &str = "3 1\n2 1 0\n2 2 0\n2 3 0\n0\n\"A\"\n\"B\"\n\"C\"\n\"Three\"\n";
/// When round 123 is the first that is out.
pub(crate) const TIME: &str = "2023-08-23T15:15:31Z";

/// A thousand volunteers of four features, by arithmetic: every value is common enough.
fn people() -> String {
    let mut csv = String::from("id,gender,age,district,schooling\n");
    for n in 0..1000_u32 {
        // A word of a linear congruence (Numerical Recipes), so that features are not in step.
        let word = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) >> 8;
        let pick = |list: &[&'static str], by: u32| list[(word / by) as usize % list.len()];
        let gender = pick(&["female", "male"], 1);
        let age = pick(&["16-29", "30-44", "45-59", "60+"], 2);
        let district = pick(&["North", "South", "Łęgi", "Center"], 8);
        let schooling = pick(&["basic", "secondary", "higher"], 32);
        writeln!(csv, "V{n:04},{gender},{age},{district},{schooling}").unwrap();
    }
    csv
}

const CATEGORIES: &str = "feature,value,min,max
gender,female,11,13
gender,male,11,13
age,16-29,4,8
age,30-44,4,8
age,45-59,4,8
age,60+,4,8
district,North,4,8
district,South,4,8
district,Łęgi,4,8
district,Center,4,8
schooling,basic,5,11
schooling,secondary,5,11
schooling,higher,5,11
";

/// Files of a draw in a folder of its own.
pub(crate) struct Town {
    pub(crate) at: std::path::PathBuf,
}

impl Town {
    pub(crate) fn new() -> Self {
        let at = folder();
        file(&at, "people.csv", people());
        file(&at, "categories.csv", CATEGORIES);
        let town = Self { at };
        for who in ["town", "opposition", "press", "auditor"] {
            isonomia(["keygen", &town.path(who)]).ends(0);
        }
        for who in ["opposition", "press"] {
            let (key, out) = (town.path(&format!("{who}.pub")), town.path(who));
            let words = [
                "draw", "commit", "--party", who, "--key", &key, "--out", &out,
            ];
            isonomia(words).ends(0);
        }
        town
    }

    pub(crate) fn path(&self, name: &str) -> String {
        path(&self.at, name)
    }

    pub(crate) fn read(&self, name: &str) -> Value {
        let bytes = std::fs::read(self.at.join(name)).expect(name);
        parse(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).expect(name)
    }

    /// `draw plan` into a folder of this name.
    pub(crate) fn plan(&self, name: &str, more: &[&str]) -> Ran {
        let [people, categories, key, out] =
            ["people.csv", "categories.csv", "town.pub", name].map(|name| self.path(name));
        let words = [
            "draw",
            "plan",
            &people,
            "--categories",
            &categories,
            "--seats",
            "24",
            "--set",
            "by=district",
            "--set",
            "attempts=100000",
            "--purpose",
            "Panel on the river bank",
            "--organiser",
            "Town of Lipowo",
            "--key",
            &key,
            "--out",
            &out,
        ];
        isonomia(words.iter().chain(more))
    }

    /// `draw plan` of lots alone, for the three options of [`TIED`], at the time of round 123
    /// unless another is given.
    pub(crate) fn lots(&self, name: &str, more: &[&str]) -> Ran {
        let ballots = file(&self.at, "tied.blt", TIED);
        let (key, out) = (self.path("town.pub"), self.path(name));
        let words = [
            "draw",
            "plan",
            "--tickets-of",
            &ballots,
            "--purpose",
            "Ties",
            "--organiser",
            "Town",
            "--key",
            &key,
            "--out",
            &out,
        ];
        let ran = isonomia(words.iter().chain(more));
        if ran.code == 0 {
            let key = self.path("town.key");
            isonomia(["draw", "seal", &out, "--key", &key]).ends(0);
        }
        ran
    }

    /// The manifest hash of a plan in this folder.
    pub(crate) fn seal_of(&self, name: &str) -> String {
        isonomia::digest::hex(&isonomia::lottery::manifest_hash(
            &self.read(&format!("{name}/manifest.json")),
        ))
    }

    /// The plan of the ceremony that is driven to its end.
    pub(crate) fn full_plan(&self) -> Ran {
        let (first, second) = (
            self.path("opposition.commitment.json"),
            self.path("press.commitment.json"),
        );
        self.plan(
            "river",
            &[
                "--panels",
                "200",
                "--party",
                &first,
                "--party",
                &second,
                "--reveal-by",
                "2023-08-23T15:05:00Z",
                "--dice",
                "20d10",
                "--ceremony",
                "town hall",
                "--draw-time",
                "2023-08-23T15:15:31Z",
                "--reserves",
                "6",
            ],
        )
    }

    /// A step of that ceremony.
    pub(crate) fn step(&self, verb: &str, more: &[&str]) -> Ran {
        let river = self.path("river");
        let words = ["draw", verb, &river];
        isonomia(words.iter().chain(more))
    }

    /// Everything up to the draw.
    pub(crate) fn upto_beacon(&self) {
        self.full_plan().ends(0);
        let [key, opposition, press] =
            ["town.key", "opposition.secret.json", "press.secret.json"].map(|name| self.path(name));
        self.step("seal", &["--key", &key]).ends(0);
        self.step("reveal", &[&opposition, &press]).ends(0);
        self.step("dice", &["1732 6548 2091", "8473 6205"]).ends(0);
    }

    pub(crate) fn hash(&self) -> String {
        self.seal_of("river")
    }
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("?")
}

/// What a check found.
pub(crate) fn finding(ran: &Ran, name: &str) -> String {
    let verdict = ran.lines().remove(0);
    let checks = verdict.get("checks").and_then(Value::as_array);
    let mut checks = checks.unwrap_or_default().iter();
    let check = checks.find(|check| text(check, "name") == name);
    check.map_or_else(String::new, |check| text(check, "finding").to_owned())
}

/// Checks that are not PASS, by name.
pub(crate) fn doubts(ran: &Ran) -> Vec<String> {
    let verdict = ran.lines().remove(0);
    let checks = verdict.get("checks").and_then(Value::as_array);
    let checks = checks.unwrap_or_default().iter();
    checks
        .filter(|check| text(check, "finding") != "PASS")
        .map(|check| format!("{} {}", text(check, "finding"), text(check, "name")))
        .collect()
}
