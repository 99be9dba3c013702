use super::*;
use crate::id::IdVec;
use crate::instance::object;

/// Six people, c and d of one household, e and f of another; two seats, no features.
fn pool() -> Pool {
    let person =
        |(id, home): (&str, Option<&str>)| (id.to_owned(), Vec::new(), home.map(str::to_owned));
    let people = [
        ("a", None),
        ("b", None),
        ("c", Some("1")),
        ("d", Some("1")),
        ("e", Some("2")),
        ("f", Some("2")),
    ];
    Pool::new(IdVec::new(), people.into_iter().map(person).collect(), 2).unwrap()
}

fn outcome(panels: &[(&[&str], &str)]) -> Value {
    let texts = |ids: &[&str]| Value::Array(ids.iter().map(|id| Value::from(*id)).collect());
    let panels = panels.iter().map(|(members, weight)| {
        object(vec![
            ("members", texts(members)),
            ("weight", Value::from(*weight)),
        ])
    });
    let people = ["a", "b", "c", "d", "e", "f"].map(|id| {
        object(vec![
            ("id", Value::from(id)),
            ("probability", Value::from("1/3")),
        ])
    });
    object(vec![
        ("kind", Value::from("panel-lottery")),
        ("panels", Value::Array(panels.collect())),
        ("people", Value::Array(people.to_vec())),
    ])
}

#[test]
fn panels_are_numbered_by_equal_chances() {
    let pool = pool();
    let found = outcome(&[
        (&["a", "b"], "1/2"),
        (&["c", "e"], "1/3"),
        (&["d", "f"], "1/6"),
    ]);
    let found = Selection::from_outcome(&pool, &found).unwrap();
    let list = found.numbered().unwrap();
    let numbers: Vec<u32> = list.iter().map(|panel| panel[0].0).collect();
    assert_eq!(numbers, [0, 0, 0, 2, 2, 3]);
    assert_eq!(Selection::counts(&pool, &list), [3, 3, 2, 1, 2, 1]);
    assert_eq!(found.panel(Some(4)).unwrap(), [PersonId(2), PersonId(4)]);
    assert_eq!(found.panel(Some(6)).unwrap_err().expected, "0..5");
    assert_eq!(found.panel(None).unwrap_err().code, "panel-number");
    assert_eq!(found.chances.unwrap().len(), 6);
}

#[test]
fn what_is_no_selection_of_the_pool_is_refused_with_its_place() {
    let pool = pool();
    let code = |panels: &[(&[&str], &str)]| {
        let found = Selection::from_outcome(&pool, &outcome(panels)).unwrap_err();
        (found.code, found.path.clone())
    };
    let path = |path: &str| path.to_owned();
    assert_eq!(
        code(&[(&["a", "b"], "1/2")]),
        ("outcome-invalid", path("panels"))
    );
    assert_eq!(
        code(&[(&["a"], "1")]),
        ("outcome-invalid", path("panels/0/members"))
    );
    assert_eq!(
        code(&[(&["a", "b"], "3/2")]),
        ("outcome-invalid", path("panels/0/weight"))
    );
    assert_eq!(code(&[(&["a", "x"], "1")]), ("person-not-found", path("")));
    assert_eq!(code(&[(&["a", "a"], "1")]), ("person-twice", path("")));
    assert_eq!(code(&[(&["c", "d"], "1")]), ("household-twice", path("")));
    let funded = object(vec![("kind", Value::from("funded"))]);
    assert_eq!(
        Selection::from_outcome(&pool, &funded).unwrap_err().code,
        "outcome-not-panel"
    );
    let only_chances = Selection::from_outcome(&pool, &outcome(&[])).unwrap();
    assert_eq!(
        only_chances.panel(Some(0)).unwrap_err().code,
        "panels-missing"
    );
}

#[test]
fn a_list_of_ids_is_a_panel() {
    let pool = pool();
    let found = Selection::of_ids(&pool, ["e", "b"].into_iter()).unwrap();
    assert_eq!(found.panel(None).unwrap(), [PersonId(1), PersonId(4)]);
    assert_eq!(found.panel(Some(0)).unwrap(), [PersonId(1), PersonId(4)]);
    assert_eq!(mates(&pool, &[PersonId(1), PersonId(4)]), [PersonId(5)]);
    assert_eq!(
        Selection::of_ids(&pool, ["e"].into_iter())
            .unwrap_err()
            .code,
        "panel-size"
    );
}
