//! Edges of the foreign samplers; their published values stand in the vector files.

use super::consistent::{self, Id, RepeatedId};
use super::cryptorandom::Generator;
use super::{rfc3797, rivest2011};
use crate::lottery::SampleError;

#[test]
fn bits_of_many_calls_are_bits_of_one() {
    let whole = Generator::new("seed").bits(1000);
    let mut generator = Generator::new("seed");
    let mut parts = Vec::new();
    for k in [1_u16, 7, 0, 64, 200, 300, 428] {
        let part = generator.bits(k.into());
        let bit = |bit: u16| part[usize::from(bit / 8)] >> (bit % 8) & 1;
        parts.extend((0..k).map(bit));
    }
    let whole = (0..1000).map(|bit: u16| whole[usize::from(bit / 8)] >> (bit % 8) & 1);
    assert!(whole.eq(parts));
}

#[test]
fn ranges_have_edges() {
    let mut generator = Generator::new("0");
    assert_eq!(generator.below(0), Err(SampleError::Range(0)));
    assert_eq!(generator.randint(5, 5), Err(SampleError::Range(0)));
    assert_eq!(generator.randint(6, 5), Err(SampleError::Range(0)));
    assert_eq!(generator.randint_trunc(5, 5), Err(SampleError::Range(0)));
    assert_eq!(generator.below(1), Ok(0));
    assert!(generator.below(u64::MAX).is_ok());
    let too_many = Err(SampleError::TooMany { n: 3, k: 4 });
    assert_eq!(generator.sample_by_index(3, 4), too_many);
    assert_eq!(
        rivest2011::with_replacement("", 2, 1, 0),
        Err(SampleError::Range(0))
    );
    assert_eq!(
        rivest2011::without_replacement("", 1, 3, 4),
        Err(SampleError::TooMany { n: 3, k: 4 })
    );
    assert!(rivest2011::with_replacement("", 0, u64::MAX, 3).is_ok());
    let too_many = Err(SampleError::TooMany { n: 3, k: 4 });
    assert_eq!(rfc3797::select("", 3, 4), too_many);
    assert_eq!(rfc3797::select("", 0, 0), Ok(vec![]));
}

#[test]
fn all_drawn_is_each_once() {
    let (mut picks, _) = rivest2011::without_replacement("all", 10, 59, 50).unwrap();
    picks.sort_unstable();
    assert!(picks.into_iter().eq(10..=59));
    let mut drawn = Generator::new("all").sample_by_index(50, 50).unwrap();
    drawn.sort_unstable();
    assert!(drawn.into_iter().eq(1..=50));
    let rows = rfc3797::select("all", 300, 300).unwrap();
    let mut drawn: Vec<u32> = rows.iter().map(|row| row.selected).collect();
    drawn.sort_unstable();
    assert!(drawn.into_iter().eq(1..=300));
}

#[test]
fn to_leave_out_an_id_never_reorders_the_others() {
    let ids = ["a", "b", "c", "d", "e", "f"];
    let all = consistent::with_replacement("seed", &ids, 40).unwrap();
    assert!(all.is_sorted());
    for (left_out, id) in ids.iter().enumerate() {
        let mut fewer = ids.to_vec();
        fewer.remove(left_out);
        let expected: Vec<_> = all.iter().filter(|ticket| ticket.id != *id).collect();
        let take = u32::try_from(expected.len()).unwrap();
        let drawn = consistent::with_replacement("seed", &fewer, take).unwrap();
        assert!(drawn.iter().eq(expected));
    }
    let twice = consistent::without_replacement("seed", &["a", "b", "a"]);
    assert_eq!(twice, Err(RepeatedId("a".to_owned())));
    assert_eq!(consistent::with_replacement("seed", &[], 3), Ok(vec![]));
}

#[test]
fn a_ticket_of_nines_has_a_successor() {
    // Every digit of this one is a 9, so only the appended zero ends them.
    let next = consistent::next_fraction("0.999");
    assert!(next.starts_with("0.999") && next.as_str() > "0.9990");
}

#[test]
fn ids_are_printed_as_python_prints_them() {
    // CPython 3: str(("Batch A", 1)) and so on.
    let text = |text: &str| Id::Text(text.to_owned());
    for (id, printed) in [
        (text("O'Neil"), "O'Neil"),
        (Id::Number(-7), "-7"),
        (Id::Tuple(vec![]), "()"),
        (Id::Tuple(vec![text("a")]), "('a',)"),
        (
            Id::Tuple(vec![text("Batch A"), Id::Number(1)]),
            "('Batch A', 1)",
        ),
        (
            Id::Tuple(vec![text("O'Neil"), Id::Number(3)]),
            "(\"O'Neil\", 3)",
        ),
        (Id::Tuple(vec![text("a\"b")]), "('a\"b',)"),
        (Id::Tuple(vec![text("a\"b'c")]), "('a\"b\\'c',)"),
        (
            Id::Tuple(vec![text("a\\\t\n\r\u{1}\u{7f}")]),
            "('a\\\\\\t\\n\\r\\x01\\x7f',)",
        ),
        (Id::Tuple(vec![text("Łódź 2")]), "('Łódź 2',)"),
        (
            Id::Tuple(vec![Id::Tuple(vec![text("x"), Id::Number(0)])]),
            "(('x', 0),)",
        ),
    ] {
        assert_eq!(id.print().as_deref(), Some(printed));
    }
    assert_eq!(Id::Tuple(vec![text("a\u{a0}b")]).print(), None);
}
