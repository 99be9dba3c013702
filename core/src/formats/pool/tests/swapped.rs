//! The file of people taken for that of categories, and the reverse.

use super::{CATEGORIES, PEOPLE, pool, shown};

#[test]
fn swapped_files_are_known_by_their_columns() {
    let (read, problems) = pool(CATEGORIES, PEOPLE);
    assert!(read.is_none());
    assert_eq!(
        shown(&problems),
        [
            "categories-hold-people categories:1:1  [id, name, gender, age]",
            "people-hold-categories people:1:1  [feature, value, min, max]",
        ]
    );
    assert!(problems.iter().all(|problem| !problem.expected.is_empty()));
    // One of them given twice, in the other dialect too.
    let (_, problems) = pool(PEOPLE, PEOPLE);
    assert_eq!(problems[0].code, "categories-hold-people");
    let other = CATEGORIES.replace("feature,value", "category,feature");
    let (_, problems) = pool(&other, &other);
    assert_eq!(problems.last().unwrap().code, "people-hold-categories");
    // People whose feature is called like a column of categories are people.
    let people = PEOPLE.replace("name,gender", "feature,gender");
    assert_eq!(pool(&people, CATEGORIES).1, []);
}
