//! `draw sample`: lists and numbers, by our method and by those of others.

use isonomia::json::Value;

use crate::support::{Ran, file, folder, isonomia, sample};

/// What was drawn: the lines under the sentence that says where chance came from.
fn drawn(ran: &Ran) -> Vec<&str> {
    let lines = ran.out.lines().filter(|line| !line.contains(' '));
    lines.collect()
}

/// Whether it is said, on whatever lines, that the seed is no chance.
fn chosen(ran: &Ran) -> bool {
    ran.out
        .replace('\n', " ")
        .contains("chosen by the operator")
}

// RFC 3797, section 6: twenty-five volunteers, ten selected.
#[test]
fn the_example_of_rfc_3797_is_drawn_again() {
    let names = "John Mary Bashful Dopey Sleepy Grouchy Doc Sneazy Handsome Cassandra Pollyanna \
                 Pendragon Pandora Faith Hope Charity Lee Longsuffering Chastity Smith Pride Sloth \
                 Envy Anger Kasczynski";
    let folder = folder();
    // With a byte order mark and line ends of Windows, as an editor there saves it.
    let lines: Vec<&str> = names.split(' ').collect();
    let ids = file(
        &folder,
        "ids.txt",
        format!("\u{feff}{}\r\n", lines.join("\r\n")),
    );
    let key = "9319./2.5.8.10.12./9.18.26.34.41.45./";
    let words = ["draw", "sample", &ids, "--k", "10", "--method", "rfc3797"];
    let ran = isonomia(words.iter().chain(&["--seed-text", key])).ends(0);
    let expected = "Lee Doc Mary Charity Kasczynski Envy Sneazy Anger Chastity Pandora";
    assert_eq!(drawn(&ran), expected.split(' ').collect::<Vec<_>>());
    assert!(chosen(&ran), "{}", ran.out);
}

// statlab/cryptorandom, cryptorandom.py and tests.
#[test]
fn cryptorandom_draws_what_its_authors_draw() {
    let seed = "12345678901234567890";
    let words = [
        "draw",
        "sample",
        "--method",
        "cryptorandom",
        "--seed-text",
        seed,
    ];
    let ran = isonomia(words.iter().chain(&["--n", "10", "--k", "4"])).ends(0);
    assert_eq!(drawn(&ran), ["4", "6", "2", "9"]);
    let again = ["--n", "1000", "--k", "5", "--with-replacement"];
    let ran = isonomia(words.iter().chain(&again)).ends(0);
    assert_eq!(drawn(&ran), ["340", "971", "558", "998", "778"]);
}

// sampler.py of 2011, the transcript in its documentation: the first of 47 of 876 precincts; with
// replacement, cjerdonek/rivest-sampler-tests.
#[test]
fn the_sampler_of_2011_draws_what_its_author_drew() {
    let seed = "3546311556112163624615351222";
    let words = ["draw", "sample", "--method", "rivest-2011", "--seed-text"];
    let ran = isonomia(words.iter().chain(&[seed, "--n", "876", "--k", "5"])).ends(0);
    assert_eq!(drawn(&ran), ["740", "180", "264", "789", "238"]);
    assert!(chosen(&ran), "{}", ran.out);
    let again = ["0", "--n", "2", "--k", "3", "--with-replacement"];
    let ran = isonomia(words.iter().chain(&again)).ends(0);
    assert_eq!(drawn(&ran), ["1", "1", "2"]);
}

// ron-rivest/consistent_sampler, README.md and USAGE_EXAMPLES.md.
#[test]
fn the_consistent_sampler_draws_what_its_author_drew() {
    let folder = folder();
    let list = |name, ids: &[&str]| file(&folder, name, ids.join("\n"));
    let batches = list("batches.txt", &["A-1", "A-2", "A-3", "B-1", "B-2", "B-3"]);
    let words = ["draw", "sample", "--method", "consistent", "--seed-text"];
    let once = ["314159", &batches, "--k", "4"];
    let ran = isonomia(words.iter().chain(&once)).ends(0);
    assert_eq!(drawn(&ran), ["B-2", "B-3", "A-3", "A-2"]);
    let ballots = list("ballots.txt", &["a1", "b2", "c3", "d4", "e5", "f6"]);
    let again = ["19283746", &ballots, "--k", "10", "--with-replacement"];
    let ran = isonomia(words.iter().chain(&again)).ends(0);
    let expected = ["e5", "b2", "c3", "b2", "b2", "c3", "b2", "a1", "a1", "f6"];
    assert_eq!(drawn(&ran), expected);
    assert!(chosen(&ran), "{}", ran.out);
    let ran = isonomia(words.iter().chain(&once).chain(&["--json"])).ends(0);
    assert!(chosen(&ran), "{}", ran.out);
    // It orders ids, so numbers alone are not enough.
    isonomia(words.iter().chain(&["1", "--n", "6", "--k", "4"])).ends(2);
}

#[test]
fn a_seed_typed_by_hand_is_called_what_it_is() {
    let seed = "7ef9a98e1693ecfe8b6c4ae8c574131ae8dcfe64eee82a8e7062cb9a783c56b9";
    // draw-v1.json, the worked example: reserves 8, 1, 10 of 12, counted from 0.
    let words = ["draw", "sample", "--n", "12", "--k", "3", "--seed", seed];
    let ran = isonomia(words.iter().chain(&["--label", "reserve"])).ends(0);
    assert_eq!(drawn(&ran), ["9", "2", "11"]);
    assert!(chosen(&ran), "{}", ran.out);
    let ran = isonomia(words.iter().chain(&["--label", "reserve", "--json"])).ends(0);
    let whole = ran.lines().remove(0);
    let origin = whole.get("origin").and_then(Value::as_str).unwrap_or("?");
    assert!(origin.contains("chosen by the operator"));
}

#[test]
fn the_seed_of_a_draw_serves_only_where_nothing_is_wrong() {
    let transcript = sample("draw/transcript.json");
    let words = [
        "draw",
        "sample",
        "--n",
        "4000",
        "--k",
        "5",
        "--label",
        "audit",
        "--transcript",
    ];
    let ran = isonomia(words.iter().chain(&[transcript.as_str()])).ends(0);
    assert_eq!(drawn(&ran).len(), 5);
    let text = std::fs::read_to_string(&transcript).unwrap();
    let changed = file(&folder(), "t.json", text.replace("river bank", "market"));
    isonomia(words.iter().chain(&[changed.as_str()])).ends(1);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let dice = "17326548209184736205";
    for (words, code) in [
        (vec!["--n", "3", "--k", "4", "--dice", dice], 1),
        (vec!["--n", "3", "--k", "1", "--dice", "123"], 2),
        (vec!["--n", "3", "--k", "1"], 2),
        (vec!["--k", "1", "--dice", dice], 2),
        (vec!["--n", "3", "--k", "0", "--dice", dice], 2),
        (vec!["--n", "3", "--k", "1", "--seed-text", "x"], 2),
        (vec!["--n", "3", "--k", "1", "--method", "rfc3797"], 2),
        (
            vec!["--n", "3", "--k", "1", "--transcript", "missing.json"],
            2,
        ),
    ] {
        let ran = isonomia(["draw", "sample"].iter().chain(&words)).ends(code);
        assert!(ran.out.is_empty() && !ran.err.is_empty(), "{words:?}");
    }
}
