//! `isonomia panel check`, and what `check` says of quotas that no panel meets.

use isonomia::json::{Value, parse};

use crate::support::{Ran, file, folder, isonomia, path, sample};

/// Six people for two seats: all women live in the North, and nobody is 30 or older in the South.
const PEOPLE: &str =
    "id,sex,area,age\n1,f,N,old\n2,f,N,young\n3,m,N,old\n4,m,S,young\n5,m,S,young\n6,m,N,old\n";

/// Both seats for the South, one for a woman: each can be met, both cannot.
const CLASHING: &str = "feature,value,min,max,min_flex,max_flex\n\
    sex,f,1,1,0,2\nsex,m,0,2,0,2\narea,N,0,2,0,2\narea,S,2,2,0,2\nage,old,0,2,0,2\nage,young,0,2,0,2\n";

/// One seat for each area and one for the old: so the young woman of the North cannot sit.
const EXCLUDING: &str = "feature,value,min,max\n\
    sex,f,0,2\nsex,m,0,2\narea,N,1,1\narea,S,1,1\nage,old,1,1\nage,young,1,1\n";

/// Without columns of flex nothing bounds how far quotas may be relaxed, and none is spoken of.
#[test]
fn flex_is_spoken_of_where_the_file_has_it() {
    let folder = folder();
    let people = file(&folder, "people.csv", PEOPLE);
    let with = file(&folder, "with.csv", CLASHING);
    let bare = CLASHING
        .replace(",min_flex,max_flex", "")
        .replace(",0,2\n", "\n");
    let without = file(&folder, "without.csv", &bare);
    let told = check([&people, &with], "2", &[]).ends(1).out;
    assert!(
        told.contains("Within the flex that the file allows"),
        "{told}"
    );
    let told = check([&people, &without], "2", &[]).ends(1).out;
    assert!(told.contains("They can when some are relaxed;"), "{told}");
    assert!(!told.contains("flex"), "{told}");
}

fn json(ran: &Ran) -> Value {
    parse(ran.out.trim().as_bytes()).expect("JSON")
}

fn field<'a>(value: &'a Value, at: &str) -> &'a Value {
    value.get(at).expect("a field")
}

/// `isonomia WORDS PEOPLE --categories CATEGORIES --seats SEATS MORE`.
fn run(words: &[&str], files: [&str; 2], seats: &str, more: &[&str]) -> Ran {
    let pool = [files[0], "--categories", files[1], "--seats", seats];
    let words = words.iter().chain(&pool).chain(more);
    isonomia(words.copied())
}

fn check(files: [&str; 2], seats: &str, more: &[&str]) -> Ran {
    run(&["panel", "check"], files, seats, more)
}

#[test]
fn a_pool_with_panels_ends_with_zero() {
    let (people, categories) = (sample("panel/people.csv"), sample("panel/categories.csv"));
    let ran = check([&people, &categories], "12", &[]).ends(0);
    assert!(
        ran.out
            .contains("Panels of 12 that meet all quotas can be drawn."),
        "{}",
        ran.out
    );
    assert!(ran.out.contains("the quotas exclude nobody"), "{}", ran.out);
    let more = ["--json", "--include", "everyone"];
    let ran = check([&people, &categories], "12", &more).ends(0);
    let value = json(&ran);
    assert_eq!(field(&value, "feasible"), &Value::from(true));
    assert_eq!(field(&value, "relaxation"), &Value::Null);
    assert_eq!(
        field(&value, "panel").as_array().map(<[Value]>::len),
        Some(12)
    );
}

/// By hand: a woman takes a seat from the South. To let her off (a min of 1) weighs 3, to take one
/// of two seats off the South weighs 2: so the min of area/S falls from 2 to 1.
#[test]
fn quotas_that_clash_are_named_and_relaxed() {
    let folder = folder();
    let people = file(&folder, "people.csv", PEOPLE);
    let categories = file(&folder, "categories.csv", CLASHING);
    let files = [people.as_str(), &categories];
    let relaxed = path(&folder, "relaxed.csv");
    let table = path(&folder, "table.csv");
    let more = ["--write", &relaxed, "--csv", &table];
    let ran = check(files, "2", &more).ends(1);
    for said in [
        "No panel of 2 meets all quotas.",
        "1. sex/f at least 1",
        "2. area/S at least 2",
        "Change the min of area/S from 2 to 1.",
        "These changes weigh 2.00",
        "it is proven that none that suffice weigh less",
    ] {
        let flat = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(said), "{said}: {}", ran.out);
    }
    check([&people, &relaxed], "2", &[]).ends(0);
    let table = std::fs::read_to_string(table).expect("the table");
    for row in [
        "panel,,,feasible,0,",
        "value,area,S,pool,2,",
        "blocking,sex,f,min,1,",
        "blocking,area,S,min,2,",
        "relax,area,S,min,1,",
        "relax,,,weight,2,",
    ] {
        assert!(table.lines().any(|line| line == row), "{row}: {table}");
    }
    let polish = check(files, "2", &["--lang", "pl"]).ends(1);
    assert!(
        polish.out.contains("Zmień min dla area/S z 2 na 1."),
        "{}",
        polish.out
    );

    // The quick check says the same as warnings.
    let ran = run(&["check"], files, "2", &[]).ends(0);
    for said in [
        "No panel of 2 meets all quotas",
        "area/S: change the min from 2 to 1.",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    // And so does a rule that finds none.
    let seed = "0".repeat(64);
    let rule = "sortition/stratified";
    let more = ["--rule", rule, "--set", "by=sex", "--seed", &seed];
    let ran = run(&["count"], files, "2", &more).ends(1);
    assert!(
        ran.err.contains("No panel of 2 meets all quotas"),
        "{}",
        ran.err
    );
}

/// By hand: with one seat in the North, one in the South (where all are young) and one for the
/// old, the North's seat is for the old. Woman 2 is young, so she cannot sit.
#[test]
fn who_cannot_sit_is_told_with_the_quotas_in_the_way() {
    let folder = folder();
    let people = file(&folder, "people.csv", PEOPLE);
    let categories = file(&folder, "categories.csv", EXCLUDING);
    let files = [people.as_str(), &categories];
    let value = json(&check(files, "2", &["--json"]).ends(0));
    let groups = field(&value, "excluded").as_array().expect("groups");
    let people_of = |group: &Value| field(group, "people").clone();
    assert_eq!(
        groups.iter().map(people_of).collect::<Vec<_>>(),
        [Value::Array(vec!["2".into()])]
    );
    // She can, once another young or no old one will do.
    let ran = check(files, "2", &["--include", "2"]).ends(1);
    assert!(
        ran.out
            .contains("How to relax the quotas so that they can be drawn"),
        "{}",
        ran.out
    );
    let ran = check(files, "2", &["--include", "9"]).ends(1);
    assert!(ran.err.contains('9'), "{}", ran.err);
}

/// A value that only the pool has is one line, whoever else has it.
#[test]
fn values_that_the_targets_lack_are_told_once() {
    let folder = folder();
    let people = file(
        &folder,
        "people.csv",
        PEOPLE
            .replace(",old", ",very old")
            .replacen(",f,", ",x,", 1),
    );
    let categories = file(&folder, "categories.csv", EXCLUDING);
    let ran = check([&people, &categories], "2", &[]).ends(1);
    for said in [
        "age: the value “very old” has no row in the categories; so many people have it: 3.",
        "sex: the value “x” has no row in the categories; so many people have it: 1.",
    ] {
        let flat = ran.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(flat.matches(said).count(), 1, "{said}: {}", ran.err);
    }
}
