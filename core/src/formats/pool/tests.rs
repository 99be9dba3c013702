//! Every dialect and every defect, on tables small enough to be read.

mod already;
mod swapped;
mod twenty;
mod vocabulary;

use super::*;
use crate::id::{FeatureId, PersonId, ValueId};

const CATEGORIES: &str =
    "feature,value,min,max\nGender,Female,1,2\nGender,Male,0,1\nAge,16-29,1,1\nAge,30+,1,1\n";
const PEOPLE: &str = "id,name,gender,age\nb,Ola,Female,16-29\na,Jan,male ,30+\nc,Ewa,FEMALE,30+\n";

fn pool_with(
    people: &[u8],
    categories: &[u8],
    columns: &PoolColumns,
    seats: Option<u32>,
) -> (Option<Pool>, Vec<Problem>) {
    let mut diagnostics = Diagnostics::default();
    let (mut people, mut categories) = (people, categories);
    let pool = read(
        &mut Named {
            name: "people.csv",
            reader: &mut people,
        },
        Some(&mut Named {
            name: "categories.csv",
            reader: &mut categories,
        }),
        columns,
        seats,
        &mut diagnostics,
    );
    (pool, diagnostics.into_problems())
}

fn pool(people: &str, categories: &str) -> (Option<Pool>, Vec<Problem>) {
    pool_with(
        people.as_bytes(),
        categories.as_bytes(),
        &PoolColumns::default(),
        Some(2),
    )
}

/// `code file:line:column path found`, one line a problem.
fn shown(problems: &[Problem]) -> Vec<String> {
    problems
        .iter()
        .map(|p| {
            let file = p.file.trim_end_matches(".csv");
            format!(
                "{} {file}:{}:{} {} [{}]",
                p.code, p.line, p.column, p.path, p.found
            )
        })
        .collect()
}

#[test]
fn people_stand_by_id_and_values_by_name() {
    let (read, problems) = pool(PEOPLE, CATEGORIES);
    assert_eq!(problems, []);
    let read = read.unwrap();
    let ids: Vec<&str> = read.people().map(|person| read.id(person)).collect();
    assert_eq!(ids, ["a", "b", "c"]);
    assert_eq!(read.value(PersonId(0), FeatureId(0)), ValueId(1));
    assert_eq!(read.value(PersonId(2), FeatureId(1)), ValueId(1));
    assert_eq!(read.count(FeatureId(0), ValueId(0)), 2);
    // Without flex columns: down to 0, up to the greatest sum of maxima (2 + 1).
    let value = &read.features()[FeatureId(1)].values[ValueId(0)];
    assert_eq!((value.min_flex, value.max_flex), (0, 3));
}

#[test]
fn every_dialect_gives_the_same_pool() {
    let digest = |people: &str, categories: &str| {
        let (read, problems) = pool(people, categories);
        let mark = categories.starts_with('\u{feff}').then_some("bom");
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
        assert_eq!(codes, Vec::from_iter(mark), "{categories}");
        crate::instance::Instance::Pool(read.unwrap()).digest()
    };
    let expected = digest(PEOPLE, CATEGORIES);
    for header in [
        "category,feature,min,max",
        "Category,Value,MIN,Max",
        "feature,name,min,max",
        "category,name,min,max",
        "Feature,Category Value,min,max",
        "feature,category_value,min,max",
        "feature,category-value,min,max",
    ] {
        let categories = CATEGORIES.replace("feature,value,min,max", header);
        assert_eq!(digest(PEOPLE, &categories), expected, "{header}");
    }
    let windows = format!("\u{feff}{}", CATEGORIES.replace('\n', "\r\n"));
    let spreadsheet = PEOPLE.replace(',', ";").replace('\n', "\r\n");
    assert_eq!(digest(&spreadsheet, &windows), expected);
    let more = "note,max,min,value,feature\n,2,1, female ,Gender\n,1,0,Male,gender\n,,,,\n,1,1,16-29,Age\n,1,1,30+,Age\n";
    let more = more.replace(" female ", "Female");
    assert_eq!(digest(PEOPLE, &more), expected);
    let rows = "id,age,gender\nc,30+,female\nb,16-29,female\na,30+,male\n";
    assert_eq!(digest(rows, CATEGORIES), expected);
    let flex = "feature,value,min,max,min_flex,max_flex\nGender,Female,1,2,0,3\nGender,Male,0,1,0,3\nAge,16-29,1,1,0,3\nAge,30+,1,1,0,3\n";
    assert_eq!(digest(PEOPLE, flex), expected);
}

#[test]
fn every_defect_of_both_files_is_reported_at_once() {
    let categories = "feature,value,min,max,min_flex,max_flex\n\
        Gender,Female,3,2,0,9\n\
        Gender,,1,1,0,9\n\
        Age,16-29,x,,0,9\n\
        Age,16-29,1,1,0,9\n\
        Age,30+,1,2,2,1\n\
        ,lost,,,,\n";
    let people = "id,gender,age\na,Female,16-29\na,Female,30+\nb,,17\n,Female,30+\nc,Female,30+\nc,Female,30+\n";
    let (read, problems) = pool(people, categories);
    assert!(read.is_none());
    assert_eq!(
        shown(&problems),
        [
            "min-greater-than-max categories:2:15 Gender/Female [3]",
            "empty-feature-value categories:3:8 Gender []",
            "not-a-number categories:4:11 Age/16-29 [x]",
            "no-value-set categories:4:13 Age/16-29 []",
            "duplicate-value categories:5:5 Age [16-29]",
            "min-flex-greater-than-min categories:6:13 Age/30+ [2]",
            "max-flex-less-than-max categories:6:15 Age/30+ [1]",
            "feature-empty categories:7:2  [lost]",
            "duplicate-person people:3:1 age [a]",
            "empty-value-in-feature people:4:3 b/Gender []",
            "value-not-in-feature people:4:4 b/Age [17]",
            "person-without-id people:5:1  []",
            "duplicate-person-merged people:7:1  [c]",
            "value-absent people:4:4 Age [17]",
        ]
    );
}

/// Once for each value, with the first who has it, however it is written.
#[test]
fn values_without_a_row_are_told_with_how_many_have_them() {
    let people = "id,gender,age\na,female,16-29\nb,Other,30+\nc,other,17\nd, OTHER,\n";
    let (_, problems) = pool(people, CATEGORIES);
    let absent = problems.iter().filter(|p| p.code == "value-absent");
    let told = absent.map(|p| (p.path.as_str(), p.found.as_str(), &*p.expected, p.line));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [("Gender", "Other", "3", 3), ("Age", "17", "1", 4)]
    );
    let (read, problems) = pool(PEOPLE, CATEGORIES);
    assert!(read.is_some() && problems.is_empty());
}

#[test]
fn quotas_that_no_panel_meets_are_warnings_at_their_rows() {
    let quotas =
        "feature,value,min,max\nGender,Female,2,2\nGender,Male,1,1\nAge,16-29,0,1\nAge,30+,0,0\n";
    let people = "id,gender,age\na,Female,16-29\nb,male,30+\n";
    let (read, problems) = pool(people, quotas);
    assert!(read.is_some());
    assert_eq!(
        shown(&problems),
        [
            "quota-min-sum categories:2:1 Gender [3]",
            "quota-above-pool categories:2:8 Gender/Female [1]",
            "quota-max-sum categories:4:1 Age [1]",
        ]
    );
}

#[test]
fn missing_and_doubled_columns_are_named() {
    let (_, problems) = pool("name,gender\nx,Female\n", "thing,min\nGender,1\n");
    assert_eq!(
        shown(&problems),
        [
            "feature-column-not-found categories:1:1  [thing, min]",
            "feature-value-column-not-found categories:1:1  [thing, min]",
            "missing-column categories:1:1  [thing, min]",
            "missing-column people:1:1 id / person_id / person id / nationbuilder_id / participant_id / respondent_id / unique_id / uid [name, gender]",
            "id-column-unnamed people:1:1  []",
        ]
    );
    let doubled = PEOPLE.replace("id,name,gender,age", "id,gender,gender,sex");
    assert_eq!(
        shown(&pool(&doubled, CATEGORIES).1),
        [
            "duplicate-column people:1:11 Gender [gender]",
            "missing-column people:1:1 Age [id, gender, gender, sex]",
        ]
    );
    let half = CATEGORIES.replace("min,max", "min,max,min_flex");
    assert!(shown(&pool(PEOPLE, &half).1)[0].starts_with("missing-column categories:1:1"));
}

#[test]
fn people_without_ids_are_numbered_only_where_every_column_is_a_feature() {
    let rows = "gender,age\nFemale,16-29\nMale,30+\n";
    let (read, problems) = pool(rows, CATEGORIES);
    assert_eq!(shown(&problems), ["ids-are-row-numbers people:1:1  []"]);
    let read = read.unwrap();
    assert_eq!(read.id(PersonId(0)), "1");
    assert_eq!(read.value(PersonId(1), FeatureId(0)), ValueId(1));
}

#[test]
fn a_household_is_an_equal_address() {
    let people = "nr,street,zip,gender,age\na,Dolna 1,10,Female,16-29\nb, dolna 1,10,Male,30+\nc,Dolna 1,20,Female,30+\nd,,,Female,30+\ne,,,Female,30+\n";
    let columns = PoolColumns {
        id: Some("NR".to_owned()),
        household: vec!["street".to_owned(), "zip".to_owned()],
        ..PoolColumns::default()
    };
    let (read, problems) = pool_with(people.as_bytes(), CATEGORIES.as_bytes(), &columns, Some(2));
    assert_eq!(
        shown(&problems),
        [
            "person-without-address people:5:3 d []",
            "person-without-address people:6:3 e []",
        ]
    );
    let read = read.unwrap();
    let houses: Vec<_> = read.people().map(|p| read.household(p)).collect();
    assert_eq!(houses, [Some(0), Some(0), Some(1), Some(2), Some(3)]);
}

#[test]
fn seats_must_be_said_and_fit() {
    let at = |seats| {
        let (read, problems) = pool_with(
            PEOPLE.as_bytes(),
            CATEGORIES.as_bytes(),
            &PoolColumns::default(),
            seats,
        );
        assert_eq!(read.is_some(), problems.is_empty());
        problems
            .into_iter()
            .map(|p| (p.code, p.expected.clone()))
            .collect::<Vec<_>>()
    };
    // Gender asks for 1 to 3 members, age for exactly 2.
    assert_eq!(at(None), [("seats-missing", "a panel of 2..2".to_owned())]);
    assert_eq!(at(Some(0))[0], ("seats-above-pool", "1..3".to_owned()));
    assert_eq!(at(Some(4))[0], ("seats-above-pool", "1..3".to_owned()));
    // Quotas that cannot be met do not make the file unreadable.
    let (read, problems) = pool_with(
        PEOPLE.as_bytes(),
        CATEGORIES.as_bytes(),
        &PoolColumns::default(),
        Some(3),
    );
    assert!(read.is_some());
    assert_eq!(shown(&problems), ["quota-max-sum categories:4:1 Age [2]"]);
}

/// The size of a panel is held against households too, as the draw itself would.
#[test]
fn more_seats_than_households_are_no_panel() {
    let columns = PoolColumns {
        household: vec!["name".to_owned()],
        ..PoolColumns::default()
    };
    let people = "id,name,gender,age\na,X,Female,16-29\nb,x,Male,30+\nc,X,Female,30+\n";
    let (read, problems) = pool_with(people.as_bytes(), CATEGORIES.as_bytes(), &columns, Some(2));
    assert!(read.is_none());
    assert_eq!(
        shown(&problems),
        ["seats-above-households people:0:0 seats [2]"]
    );
    assert_eq!(problems[0].expected, "1..1");
}

/// People in broken rows may fill the seats once these are mended: no word of too many seats.
#[test]
fn broken_rows_do_not_make_the_panel_too_large() {
    let people = "id,name,gender,age\na,X,Female,16-29\nb,Y,,30+\nc,Z,Female,99\n";
    let (read, problems) = pool(people, CATEGORIES);
    assert!(read.is_none());
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(
        codes,
        [
            "empty-value-in-feature",
            "value-not-in-feature",
            "value-absent"
        ]
    );
}

/// A whole number that is too large is one; what is too large is said. A row without a value is
/// no value that people could have.
#[test]
fn what_is_expected_is_what_would_be_accepted() {
    let huge = "1000000000000000000000000000000";
    let categories = format!("feature,value,min,max\nGender,Female,0,{huge}\nGender,,0,1\n");
    let (_, problems) = pool("id,gender\na,Female\nb,other\n", &categories);
    let expected = |code: &str| {
        let found = problems.iter().find(|problem| problem.code == code);
        found.map(|problem| problem.expected.clone())
    };
    assert_eq!(
        expected("not-a-number").as_deref(),
        Some("a whole number up to 4294967295")
    );
    assert_eq!(expected("value-not-in-feature").as_deref(), Some("Female"));
}

#[test]
fn broken_bytes_are_located_and_nothing_panics() {
    let people = b"id,gender,age\na,Fem\xc5\x82\xffale,16-29\n";
    let (read, problems) = pool_with(
        people,
        CATEGORIES.as_bytes(),
        &PoolColumns::default(),
        Some(1),
    );
    assert!(read.is_none());
    assert_eq!(shown(&problems)[0], "not-utf8 people:2:7  [byte ff]");
    for (people, categories) in [
        ("", ""),
        (PEOPLE, ""),
        ("", CATEGORIES),
        ("id\n", CATEGORIES),
    ] {
        let (read, problems) = pool(people, categories);
        assert!(read.is_none() && !problems.is_empty());
    }
}

/// The pools of the field's own tools, in both dialects: sizes as their README has them.
#[test]
fn the_shared_pools_are_read() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pools");
    for (name, people, seats, features, values) in [
        ("sa_fixture_22", 150, 22, 4, 20),
        ("syn_a_20", 250, 20, 6, 32),
        ("syn_b_40", 400, 40, 7, 34),
        ("syn_c_100", 1000, 100, 7, 34),
    ] {
        let bytes = |file: &str| std::fs::read(root.join(name).join(file));
        let (Ok(rows), Ok(plain), Ok(flex), Ok(bare)) = (
            bytes("people.csv"),
            bytes("categories.csv"),
            bytes("features.csv"),
            bytes("respondents.csv"),
        ) else {
            println!("SKIPPED: pool {name} is not there");
            continue;
        };
        for (people_file, categories) in [(&rows, &plain), (&rows, &flex), (&bare, &plain)] {
            let (read, problems) = pool_with(
                people_file,
                categories,
                &PoolColumns::default(),
                Some(seats),
            );
            assert!(
                problems.iter().all(|p| p.code == "ids-are-row-numbers"),
                "{name}: {:?}",
                shown(&problems)
            );
            let read = read.unwrap();
            assert_eq!((read.len(), read.features().len()), (people, features));
            let all = read
                .features()
                .values()
                .map(|f| f.values.len())
                .sum::<u32>();
            assert_eq!(all, values, "{name}");
        }
    }
}
