//! One pool with more than twenty defects: all of them are told, each at its place.

use super::shown;
use crate::formats::{LoadOptions, PoolColumns, Role, Source, load};
use crate::problem::{Diagnostics, Severity};

const CATEGORIES: &str = "\u{feff}category;feature;min;max;min_flex;max_flex;note\r\n\
    Gender;Female;3;2;0;9;\r\n\
    gender ; FEMALE;1;2;0;9;\r\n\
    Gender;;1;2;0;9;\r\n\
    ;;;;;;\r\n\
    Gender;Male;two;2;0;9;\r\n\
    Age;16-29;1;;0;9;\r\n\
    Age;30-59;-1;2;0;9;\r\n\
    Age;60+;1;3;2;9;\r\n\
    Age;old;1;3;0;2;\r\n\
    ;stray;1;1;0;9;\r\n\
    Area;North;0;2;0;9;;beyond\r\n\
    Area;South;1.5;2;0;9;\r\n";

const PEOPLE: &str = "nr,name,gender,age,area,street\n\
    1,Ada,Female,16-29,North,A 1\n\
    1,Ada,Female,30-59,North,A 1\n\
    2,Bea,,16-29,North,A 2\n\
    3,Cyd,Femal,30-59,north,A 3\n\
    ,Dan,Male,60+,South,A 4\n\
    4,Eve, FEMALE ,17,East,A 5\n\
    5,Fay,Female,60+,South,\n\
    6,Gus,Male,60+,South,A 6,Flat 2\n\
    7,Hal,Male,old,South,A 7\n\
    7,Hal,Male,old,South,A 7\n";

#[test]
fn all_defects_of_three_files_are_told_at_once() {
    let already = "nr\n1\n1\n99\n";
    let (mut people, mut categories, mut already) =
        (PEOPLE.as_bytes(), CATEGORIES.as_bytes(), already.as_bytes());
    let mut sources = [
        Source {
            name: "people.csv".to_owned(),
            role: Role::Main,
            reader: &mut people,
        },
        Source {
            name: "categories.csv".to_owned(),
            role: Role::Categories,
            reader: &mut categories,
        },
        Source {
            name: "already.csv".to_owned(),
            role: Role::Already,
            reader: &mut already,
        },
    ];
    let options = LoadOptions {
        seats: Some(40),
        columns: PoolColumns {
            id: Some("nr".to_owned()),
            household: vec!["street".to_owned()],
            ..PoolColumns::default()
        },
        ..LoadOptions::default()
    };
    let mut diagnostics = Diagnostics::default();
    assert!(load(&mut sources, &options, &mut diagnostics).is_none());
    let problems = diagnostics.into_problems();
    assert_eq!(
        shown(&problems),
        [
            "bom categories:1:1  []",
            "min-greater-than-max categories:2:15 Gender/Female [3]",
            "duplicate-value categories:3:9 gender [FEMALE]",
            "empty-feature-value categories:4:8 Gender []",
            "not-a-number categories:6:13 Gender/Male [two]",
            "no-value-set categories:7:13 Age/16-29 []",
            "not-a-number categories:8:11 Age/30-59 [-1]",
            "min-flex-greater-than-min categories:9:13 Age/60+ [2]",
            "max-flex-less-than-max categories:10:15 Age/old [2]",
            "feature-empty categories:11:2  [stray]",
            "row-too-long categories:12:21  [beyond]",
            "not-a-number categories:13:12 Area/South [1.5]",
            "already-twice already:3:1  [1]",
            "duplicate-person people:3:1 age [1]",
            "empty-value-in-feature people:4:7 2/Gender []",
            "value-not-in-feature people:5:7 3/Gender [Femal]",
            "person-without-id people:6:1  []",
            "value-not-in-feature people:7:16 4/Age [17]",
            "value-not-in-feature people:7:19 4/Area [East]",
            "person-without-address people:8:24 5 []",
            "row-too-long people:9:26  [Flat 2]",
            "duplicate-person-merged people:11:1  [7]",
            "value-absent people:5:7 Gender [Femal]",
            "value-absent people:7:16 Age [17]",
            "value-absent people:7:19 Area [East]",
            "seats-above-pool people:0:0 seats [40]",
            "person-not-found already:4:1  [99]",
        ]
    );
    let errors = problems.iter().filter(|p| p.severity == Severity::Error);
    assert_eq!(errors.count(), 18);
}
