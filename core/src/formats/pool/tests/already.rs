//! People who sit already: lists, tables, and what is wrong with them.

use super::*;
use crate::formats::{LoadOptions, Loaded, Source, load};

const QUOTAS: &str =
    "feature,value,min,max\nGender,Female,1,2\nGender,Male,1,2\nAge,16-29,1,2\nAge,30+,1,2\n";
const ROWS: &str = "id,gender,age,street\na,Male,30+,Dolna 1\nb,Female,16-29,Dolna 1\n\
    c,Female,30+,Dolna 2\nd,Male,16-29,Dolna 3\ne,Female,16-29,Dolna 4\n";

fn with(already: &str, named: &[&str]) -> (Option<Loaded>, Vec<Problem>) {
    let (mut people, mut quotas, mut already) =
        (ROWS.as_bytes(), QUOTAS.as_bytes(), already.as_bytes());
    let mut sources = vec![
        Source {
            name: "people.csv".to_owned(),
            role: Role::Main,
            reader: &mut people,
        },
        Source {
            name: "categories.csv".to_owned(),
            role: Role::Categories,
            reader: &mut quotas,
        },
    ];
    if !already.is_empty() {
        sources.push(Source {
            name: "already.csv".to_owned(),
            role: Role::Already,
            reader: &mut already,
        });
    }
    let options = LoadOptions {
        seats: Some(3),
        columns: PoolColumns {
            household: vec!["street".to_owned()],
            already: named.iter().map(|id| (*id).to_owned()).collect(),
            ..PoolColumns::default()
        },
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&mut sources, &options, &mut diagnostics);
    (loaded, diagnostics.into_problems())
}

fn of(loaded: &Loaded) -> &Pool {
    match &loaded.instance {
        Instance::Pool(pool) => pool,
        _ => panic!("a pool"),
    }
}

#[test]
fn the_seated_take_a_seat_their_quotas_and_their_household() {
    let (loaded, problems) = with("a\n", &[]);
    assert_eq!(problems, []);
    let loaded = loaded.unwrap();
    let pool = of(&loaded);
    let ids: Vec<&str> = pool.people().map(|person| pool.id(person)).collect();
    assert_eq!((ids, pool.seats), (vec!["c", "d", "e"], 2));
    let quotas: Vec<String> = pool.quotas().map(|(.., quota)| quota.range()).collect();
    assert_eq!(quotas, ["1..2", "0..1", "1..2", "0..1"]);
    // The report names them; their file need not be kept.
    assert_eq!(loaded.columns.already, ["a"]);
    assert_eq!(loaded.files.len(), 2);
    assert_eq!(
        loaded.columns.to_value().canonical_string(),
        r#"{"already":["a"],"household":["street"],"id":null}"#
    );
    assert_eq!(
        PoolColumns::from_value(&loaded.columns.to_value()),
        loaded.columns
    );
}

#[test]
fn a_list_a_table_and_names_say_the_same() {
    let digest = |already: &str, named: &[&str]| {
        let (loaded, problems) = with(already, named);
        let loaded = loaded.unwrap_or_else(|| panic!("{already}: {:?}", shown(&problems)));
        (loaded.instance.digest(), loaded.columns.already)
    };
    let expected = digest("", &["a", "e"]);
    for already in [
        "a\ne\n",
        "id\na\ne\n",
        "\u{feff}name;ID\r\nJan; a\r\n\r\nOla;e\r\n",
        "id,gender,age,street\na,Male,30+,Dolna 1\ne,Female,16-29,Dolna 4\n",
    ] {
        assert_eq!(digest(already, &[]), expected, "{already}");
    }
    assert_eq!(digest("e\n", &["a"]), expected);
}

#[test]
fn whoever_cannot_sit_is_told_at_their_row() {
    let (loaded, problems) = with("id,name\nx,Ola\na,Jan\n,Ewa\na,Jan\nz,Ada\n", &[]);
    assert!(loaded.is_none());
    assert_eq!(
        shown(&problems),
        [
            "already-without-id already:4:1  []",
            "already-twice already:5:1  [a]",
            "person-not-found already:2:1  [x]",
            "person-not-found already:6:1  [z]",
        ]
    );
    let (loaded, problems) = with("a\nb\n", &[]);
    assert!(loaded.is_some());
    assert_eq!(
        shown(&problems)[0],
        "already-share-household already:2:1  [b]"
    );
    let (loaded, problems) = with("a\nc\ne\n", &[]);
    assert!(loaded.is_none());
    assert_eq!(
        shown(&problems),
        ["already-fills-panel already:0:0 seats [3]"]
    );
    let (_, problems) = with("nr,name\n1,Ola\n", &[]);
    assert!(shown(&problems)[0].starts_with("missing-column already:1:1"));
}

#[test]
fn quotas_are_checked_as_they_are_left() {
    // With c and e both seats of women are taken and nobody aged 30+ must come; the last seat
    // must be a man, of whom a and d are left.
    let (loaded, problems) = with("c\ne\n", &[]);
    assert_eq!(problems, []);
    let loaded = loaded.unwrap();
    let quotas: Vec<String> = of(&loaded).quotas().map(|(.., q)| q.range()).collect();
    assert_eq!(quotas, ["0..0", "1..2", "0..1", "0..1"]);
}
