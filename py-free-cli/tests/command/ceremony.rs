//! The whole ceremony through the program: a pool of a thousand volunteers, two parties, dice and
//! round 123 of drand quicknet.

use std::fmt::Write as _;
use std::path::Path;

use isonomia::json::{Value, parse};

use crate::support::{Ran, file, folder, isonomia, path, with_stdin};

/// Round 123 of quicknet, 2023-08-23T15:15:33Z: noislabs/drand-verify, src/verify.rs.
const ROUND_123: &str = "b75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482\
                         e26cd02df835d3546d23c4b13e0dfc92";
/// Twenty dice of ten sides.
const DICE: &str = "17326548209184736205";

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
struct Town {
    at: std::path::PathBuf,
}

impl Town {
    fn new() -> Self {
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

    fn path(&self, name: &str) -> String {
        path(&self.at, name)
    }

    fn read(&self, name: &str) -> Value {
        let bytes = std::fs::read(self.at.join(name)).expect(name);
        parse(bytes.strip_suffix(b"\n").unwrap_or(&bytes)).expect(name)
    }

    /// `draw plan` into a folder of this name.
    fn plan(&self, name: &str, more: &[&str]) -> Ran {
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

    /// The plan of the ceremony that is driven to its end.
    fn full_plan(&self) -> Ran {
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
    fn step(&self, verb: &str, more: &[&str]) -> Ran {
        let river = self.path("river");
        let words = ["draw", verb, &river];
        isonomia(words.iter().chain(more))
    }

    /// Everything up to the draw.
    fn upto_beacon(&self) {
        self.full_plan().ends(0);
        let [key, opposition, press] =
            ["town.key", "opposition.secret.json", "press.secret.json"].map(|name| self.path(name));
        self.step("seal", &["--key", &key]).ends(0);
        self.step("reveal", &[&opposition, &press]).ends(0);
        self.step("dice", &["1732 6548 2091", "8473 6205"]).ends(0);
    }

    fn hash(&self) -> String {
        isonomia::digest::hex(&isonomia::lottery::manifest_hash(
            &self.read("river/manifest.json"),
        ))
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("?")
}

/// Checks that are not PASS, by name.
fn doubts(ran: &Ran) -> Vec<String> {
    let verdict = ran.lines().remove(0);
    let checks = verdict.get("checks").and_then(Value::as_array);
    let checks = checks.unwrap_or_default().iter();
    checks
        .filter(|check| text(check, "finding") != "PASS")
        .map(|check| format!("{} {}", text(check, "finding"), text(check, "name")))
        .collect()
}

#[test]
fn a_whole_ceremony_is_proven_and_small_enough_to_mail() {
    let town = Town::new();
    town.upto_beacon();
    let beacon = format!(r#"{{"round":123,"signature":"{ROUND_123}"}}"#);
    let river = town.path("river");
    with_stdin(["draw", "beacon", &river, "-"], beacon.as_bytes()).ends(0);

    // Parties and an auditor sign, each at home, and the organiser collects.
    let manifest = town.path("river/manifest.json");
    for who in ["opposition", "press"] {
        let (key, note) = (
            town.path(&format!("{who}.key")),
            town.path(&format!("{who}.txt")),
        );
        isonomia(["draw", "sign", &manifest, "--key", &key, "--out", &note]).ends(0);
        town.step("sign", &["--add", &note]).ends(0);
    }
    let ran = town.step("run", &[]).ends(0);
    assert!(
        ran.out.contains("V0"),
        "the panel by the ids of the list: {}",
        ran.out
    );

    let transcript = town.path("river/public/transcript.json");
    let length = std::fs::metadata(&transcript).unwrap().len();
    assert!(length < 100_000, "{length} bytes");
    let (panels, pool) = (
        town.path("river/auditors/panels.json"),
        town.path("river/private/pool.json"),
    );
    let hash = town.hash();
    let known = [
        "--panels", &panels, "--pool", &pool, "--seal", &hash, "--saw", DICE,
    ];
    let verify = ["draw", "verify", &transcript];
    let ran = isonomia(verify.iter().chain(&known).chain(&["--json"]));
    assert_eq!(doubts(&ran), Vec::<String>::new());
    ran.ends(0);
    let ran = isonomia(verify.iter().chain(&known)).ends(0);
    assert!(ran.out.starts_with("PASS"), "{}", ran.out);
    // Trust comes from the user: without any, the same file proves less and fails nothing.
    let alone = isonomia(verify.iter().chain(&["--json"])).ends(2);
    assert!(
        doubts(&alone)
            .iter()
            .all(|doubt| doubt.starts_with("UNPROVEN"))
    );
    // Another hash or other dice than those noted down are a fraud.
    let other = "0".repeat(64);
    isonomia(verify.iter().chain(&["--seal", &other])).ends(1);
    isonomia(
        verify
            .iter()
            .chain(&["--seal", &hash, "--saw", "17326548209184736206"]),
    )
    .ends(1);

    // The panel that was shown meets every quota of the file of categories.
    let opened = town.read("river/public/transcript.json");
    let panel = opened.get("opened").and_then(|opened| opened.get("panel"));
    assert_eq!(panel.and_then(Value::as_array).unwrap().len(), 24);

    // Everybody's proof, before and after.
    town.step("prove", &["--person", "V0007"]).ends(0);
    let mut proofs = std::fs::read_dir(town.at.join("river/private/proofs")).unwrap();
    let proof = proofs.next().unwrap().unwrap().path().display().to_string();
    let words = [
        "draw",
        "prove",
        &proof,
        "--transcript",
        &transcript,
        "--panels",
        &panels,
    ];
    let ran = isonomia(words).ends(0);
    assert!(ran.out.contains("in 200"), "{}", ran.out);
}

#[test]
fn an_auditor_signs_what_was_checked_and_a_policy_proves_it() {
    let town = Town::new();
    town.upto_beacon();
    let beacon = file(&town.at, "beacon.json", ROUND_123);
    town.step("beacon", &[&beacon]).ends(0);
    let key = town.path("auditor.key");
    for what in ["manifest", "list-audited", "reveals"] {
        town.step("sign", &["--key", &key, "--as", what]).ends(0);
    }
    for who in ["opposition", "press"] {
        let key = town.path(&format!("{who}.key"));
        town.step("sign", &["--key", &key]).ends(0);
    }
    town.step("run", &[]).ends(0);
    let vkey = std::fs::read_to_string(town.at.join("auditor.pub")).unwrap();
    let policy = file(
        &town.at,
        "policy.txt",
        format!("auditor {vkey}quorum none\n"),
    );
    let transcript = town.path("river/public/transcript.json");
    let words = ["draw", "verify", &transcript, "--policy", &policy, "--json"];
    let ran = isonomia(words).ends(2);
    // An auditor saw the plan, the list and the dice; when, only a seal or a log can show.
    assert_eq!(doubts(&ran), ["UNPROVEN manifest-anchored"]);
    let seal = town.hash();
    isonomia(words.iter().chain(&["--seal", &seal])).ends(0);
}

#[test]
fn an_auditor_does_not_sign_a_list_with_a_changed_panel() {
    let town = Town::new();
    town.full_plan().ends(0);
    let key = town.path("town.key");
    town.step("seal", &["--key", &key]).ends(0);
    let list = town.at.join("river/auditors/panels.json");
    let text = std::fs::read_to_string(&list).unwrap();
    let changed = text.replacen("[[", "[[0,1,2,", 1);
    assert_ne!(changed, text);
    let changed = file(&town.at, "panels.json", changed);
    let (manifest, pool) = (
        town.path("river/manifest.json"),
        town.path("river/private/pool.json"),
    );
    let out = town.path("note.txt");
    let auditor = town.path("auditor.key");
    let words = [
        "draw",
        "sign",
        &manifest,
        "--key",
        &auditor,
        "--as",
        "list-audited",
        "--panels",
        &changed,
        "--pool",
        &pool,
        "--out",
        &out,
    ];
    let ran = isonomia(words).ends(1);
    assert!(!ran.err.is_empty() && !Path::new(&out).exists());
}

#[test]
fn steps_out_of_order_are_refused_and_nothing_is_replaced() {
    let town = Town::new();
    town.full_plan().ends(0);
    let beacon = file(&town.at, "beacon.txt", ROUND_123);
    let secret = town.path("press.secret.json");
    let key = town.path("town.key");
    // Before the seal nothing speaks.
    for words in [
        vec!["dice", DICE],
        vec!["reveal", &secret],
        vec!["beacon", &beacon],
        vec!["run"],
        vec!["sign", "--key", &key],
    ] {
        let ran = town.step(words[0], &words[1..]).ends(1);
        assert!(ran.err.contains("seal"), "{words:?}: {}", ran.err);
    }
    // Only the organiser seals.
    let other = town.path("press.key");
    town.step("seal", &["--key", &other]).ends(1);
    town.step("seal", &[]).ends(2);
    town.step("seal", &["--key", &key]).ends(0);
    // The beacon comes last, and nothing is drawn while something is missing.
    town.step("beacon", &[&beacon]).ends(1);
    town.step("run", &[]).ends(1);
    town.step("dice", &["123"]).ends(1);
    town.step("dice", &["1732654820918473620x"]).ends(1);
    town.step("dice", &[DICE]).ends(0);
    town.step("dice", &[DICE]).ends(0);
    let ran = town.step("dice", &["00000000000000000000"]).ends(1);
    assert!(ran.err.contains("not replaced"), "{}", ran.err);
    // The folder stands, and is not planned over; secrets and keys neither.
    town.full_plan().ends(1);
    isonomia(["keygen", &town.path("town")]).ends(1);
    // A plan that somebody edited is no longer the one that was sealed.
    let manifest = town.at.join("river/manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("river bank", "market place")).unwrap();
    let ran = town.step("seal", &[]).ends(1);
    assert!(ran.err.contains("manifest.json"), "{}", ran.err);
}

#[test]
fn a_wrong_beacon_is_refused_and_the_right_address_told() {
    let town = Town::new();
    town.upto_beacon();
    let told = town.step("beacon", &[]).ends(0);
    let address = "https://api.drand.sh/v2/chains/\
                   52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/rounds/123";
    assert!(told.out.contains(address), "{}", told.out);
    let mut flipped = ROUND_123.to_owned();
    flipped.replace_range(..2, "97");
    for wrong in [
        format!(r#"{{"round":124,"signature":"{ROUND_123}"}}"#),
        format!(r#"{{"round":123,"signature":"{flipped}"}}"#),
        flipped,
        "{}".to_owned(),
        "{\"round\":123,".to_owned(),
        String::new(),
    ] {
        let wrong = file(&town.at, "wrong.json", wrong);
        let ran = town.step("beacon", &[&wrong]).ends(1);
        assert!(!ran.err.is_empty());
    }
    // As PowerShell saves it: UTF-16 with a byte order mark and other line ends.
    let text = format!("{{\"round\":123,\r\n\"signature\":\"{ROUND_123}\"}}\r\n");
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let saved = file(&town.at, "saved.json", bytes);
    town.step("beacon", &[&saved]).ends(0);
    town.step("run", &[]).ends(0);
}

#[test]
fn without_a_sealed_plan_nothing_is_drawn() {
    let town = Town::new();
    let (people, categories) = (town.path("people.csv"), town.path("categories.csv"));
    let words = ["draw", "run", &people];
    let ran = isonomia(
        words
            .iter()
            .chain(&["--categories", &categories, "--dice", DICE]),
    )
    .ends(2);
    assert!(ran.err.contains("--rehearsal"), "{}", ran.err);
    let ran = isonomia(words).ends(1);
    assert!(
        ran.err.contains("draw plan") && ran.err.contains("--rehearsal"),
        "{}",
        ran.err
    );
}

#[cfg(unix)]
#[test]
fn secrets_are_for_their_owner_and_never_printed() {
    use std::os::unix::fs::PermissionsExt as _;
    let town = Town::new();
    town.full_plan().ends(0);
    let mode = |name: &str| town.at.join(name).metadata().unwrap().permissions().mode() & 0o777;
    for name in [
        "town.key",
        "press.secret.json",
        "river/private/pool.json",
        "river/private/people.csv",
        "river/auditors/panels.json",
    ] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let other = town.path("other");
    let ran = isonomia(["keygen", &other]).ends(0);
    let secret = std::fs::read_to_string(town.at.join("other.key")).unwrap();
    let secret = secret.trim().rsplit('+').next().unwrap();
    assert!(!ran.out.contains(secret) && !ran.err.contains(secret));
    let ran = isonomia(["draw", "commit", "--party", "x", "--out", &other]).ends(0);
    let committed = town.read("other.secret.json");
    assert!(!ran.out.contains(text(&committed, "secret")));
}

#[test]
fn balls_are_the_number_of_the_panel() {
    let town = Town::new();
    town.plan(
        "river",
        &["--direct", "2d10", "--draw-time", "2023-08-23T15:15:31Z"],
    )
    .ends(0);
    let key = town.path("town.key");
    town.step("seal", &["--key", &key]).ends(0);
    town.step("dice", &["41"]).ends(0);
    town.step("run", &[]).ends(0);
    let transcript = town.read("river/public/transcript.json");
    let opened = transcript.get("opened").unwrap();
    assert_eq!(opened.get("index").and_then(Value::as_i64), Some(41));
    let (transcript, panels, pool) = (
        town.path("river/public/transcript.json"),
        town.path("river/auditors/panels.json"),
        town.path("river/private/pool.json"),
    );
    let hash = town.hash();
    let words = [
        "draw",
        "verify",
        &transcript,
        "--panels",
        &panels,
        "--pool",
        &pool,
        "--seal",
        &hash,
        "--json",
    ];
    let ran = isonomia(words).ends(2);
    assert_eq!(doubts(&ran), ["UNPROVEN reveals-witnessed"]);
    isonomia(words.iter().chain(&["--saw", "41"])).ends(0);
    isonomia(words.iter().chain(&["--saw", "42"])).ends(1);
}
