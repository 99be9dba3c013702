use super::*;
use crate::draw::codes::codes;
use crate::json::Value;
use crate::lottery::pool_leaf;

/// Entropy that a test can repeat: the words of a stream.
fn entropy(number: u8) -> impl FnMut(&mut [u8]) {
    let mut words = Stream::new(DrawKey::from([number; 32]));
    move |bytes| {
        for chunk in bytes.chunks_mut(8) {
            let word = words.next_u64().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    }
}

fn pool(people: u32, number: u8) -> SealedPool {
    let (coded, _) = codes(&[
        ("gender", vec!["F", "M"]),
        ("wiek", vec!["16–29", "60+", "x"]),
    ]);
    let values: Vec<u32> = (0..people).flat_map(|p| [p % 2, p % 3]).collect();
    let households: Vec<u32> = (0..people).map(|p| if p < 4 { p / 2 } else { p }).collect();
    SealedPool::seal(coded, people, &values, &households, &mut entropy(number)).unwrap()
}

fn written(pool: &SealedPool) -> Vec<u8> {
    let mut bytes = Vec::new();
    pool.write(&mut |piece| bytes.extend_from_slice(piece));
    bytes
}

#[test]
fn the_file_is_canonical_and_gives_leaves_and_root() {
    let pool = pool(40, 1);
    let bytes = written(&pool);
    assert_eq!(crate::json::parse(&bytes).unwrap().canonical(), bytes);
    let file = PoolFile::parse(&bytes).unwrap();
    assert_eq!(file.leaves(), pool.leaves());
    assert!(pool.leaves().is_sorted());
    assert_eq!(file.check(&pool.to_seal()), Ok(()));
    // Who is who: features, and that two share a household.
    let people = pool.people("urn:x", &[""; 0]);
    let mut pseudonyms: Vec<&str> = people.people.iter().map(|p| p.pseudonym.as_str()).collect();
    pseudonyms.sort_unstable();
    assert_eq!((pseudonyms[0], pseudonyms[39]), ("p01", "p40"));
    for person in 0..40_u32 {
        let (salt, record) = file.get(pool.positions()[ix(person)]).unwrap();
        assert_eq!(
            pool_leaf(salt, record),
            pool.leaves()[ix(pool.positions()[ix(person)])]
        );
        let text = |key: &str| record.get(key).and_then(Value::as_str);
        assert_eq!(
            text("gender"),
            Some(if person % 2 == 0 { "F" } else { "M" })
        );
        assert_eq!(text("wiek"), Some(["16-29", "60+", "x"][ix(person % 3)]));
        assert_eq!(text("household").is_some(), person < 4);
    }
    let home = |p: u32| {
        file.get(pool.positions()[ix(p)])
            .unwrap()
            .1
            .get("household")
            .cloned()
    };
    assert_eq!(home(0), home(1));
    assert_ne!(home(1), home(2));
}

#[test]
fn nothing_links_two_draws() {
    let (first, second) = (pool(30, 1), pool(30, 2));
    assert!(
        first
            .leaves()
            .iter()
            .all(|leaf| !second.leaves().contains(leaf))
    );
    let names = |pool: &SealedPool| -> Vec<String> {
        let people = pool.people("", &[]);
        let at = |p: &u32| people.people[ix(*p)].pseudonym.clone();
        pool.positions().iter().map(at).collect()
    };
    assert_ne!(names(&first), names(&second));
}

#[test]
fn the_table_is_read_back() {
    let pool = pool(12, 3);
    let ids: Vec<String> = (0..12).map(|p| format!("id{p}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let people = pool.people("urn:x", &ids);
    let read = People::parse(&people.to_value().canonical()).unwrap();
    assert_eq!(read, people);
    assert_eq!(read.find("id7"), Some(pool.positions()[7]));
    assert_eq!(read.find("nobody"), None);
    for wrong in [
        "{}",
        "[]",
        r#"{"draw_id":"","format":"x","people":[],"root":""}"#,
    ] {
        assert_eq!(
            People::parse(wrong.as_bytes()).unwrap_err().code,
            "draw-people"
        );
    }
}

#[test]
fn what_is_no_pool_is_refused() {
    let refused = |people: u32, values: &[u32]| {
        let (coded, _) = codes(&[("a", vec!["x"])]);
        SealedPool::seal(coded, people, values, &[], &mut entropy(0))
            .unwrap_err()
            .code
    };
    assert_eq!(refused(0, &[]), "draw-pool-size");
    assert_eq!(refused(limits::POOL + 1, &[]), "draw-pool-size");
    assert_eq!(refused(2, &[0]), "draw-pool-row");
    assert_eq!(refused(1, &[1]), "draw-pool-row");
    let swapped = String::from_utf8(written(&pool(2, 1))).unwrap();
    let value = crate::json::parse(swapped.as_bytes()).unwrap();
    let rows = value.get("records").unwrap().as_array().unwrap();
    let swapped = Value::object([(
        "records",
        Value::Array(vec![rows[1].clone(), rows[0].clone()]),
    )]);
    let error = PoolFile::parse(&swapped.canonical()).unwrap_err();
    assert_eq!(
        (error.code, error.path.as_str()),
        ("draw-pool-file", "/records/1")
    );
}
