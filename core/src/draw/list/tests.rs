use super::*;
use crate::lottery::{DrawKey, Stream};

fn stream(number: u8) -> Stream {
    Stream::new(DrawKey::from([number; 32]))
}

fn below(stream: &mut Stream, n: u32) -> u32 {
    u32::try_from(stream.below(u128::from(n)).unwrap()).unwrap()
}

/// `m` panels by lot of these people, no two of a household; `None` where a try finds none.
fn by_lot(
    people: u32,
    households: &[u32],
    seats: u32,
    m: u32,
    words: &mut Stream,
) -> Option<PanelList> {
    let mut members = Vec::new();
    for _ in 0..m {
        let mut panel: Vec<u32> = Vec::new();
        for _ in 0..1000 {
            if len32(panel.len()) == seats {
                break;
            }
            let person = below(words, people);
            let home = |p: &u32| households.get(ix(*p)).copied();
            if panel
                .iter()
                .all(|p| *p != person && (households.is_empty() || home(p) != home(&person)))
            {
                panel.push(person);
            }
        }
        if len32(panel.len()) < seats {
            return None;
        }
        members.extend(panel);
    }
    PanelList::new(seats, members).ok()
}

/// Everything that [`PanelList::deal`] promises, counted by brute force.
fn assert_fair(before: &PanelList, after: &PanelList, kinds: &Kinds, repeats: u32) {
    let tally = |panel: &[u32]| {
        let mut types: Vec<_> = panel.iter().map(|p| kinds.type_of(*p).unwrap()).collect();
        types.sort_unstable();
        types
    };
    assert_eq!(before.len(), after.len());
    let mut types_before: Vec<_> = before.panels().map(tally).collect();
    let mut types_after: Vec<_> = after.panels().map(tally).collect();
    types_before.sort();
    types_after.sort();
    assert_eq!(types_before, types_after, "each panel keeps its types");
    assert!(after.panels().all(|panel| !kinds.clashes(panel)));
    let counts = after.counts(kinds.people()).unwrap();
    for (number, size) in kinds.sizes().into_iter().enumerate() {
        let of: Vec<u32> = (0..kinds.people())
            .filter(|p| kinds.type_of(*p) == Some(len32(number)))
            .map(|p| counts[ix(p)])
            .collect();
        let sum: u32 = of.iter().sum();
        for count in of {
            assert!(
                count == sum / size || count == sum.div_ceil(size),
                "{count} of {sum}/{size}"
            );
        }
    }
    let mut panels: Vec<&[u32]> = after.panels().collect();
    panels.sort_unstable();
    panels.dedup();
    assert_eq!(after.len() - repeats, len32(panels.len()));
}

#[test]
fn without_quotas_everyone_has_floor_or_ceil() {
    for (people, seats, m) in [
        (10, 3, 10),
        (7, 2, 21),
        (100, 12, 1000),
        (13, 13, 10),
        (5, 1, 12),
    ] {
        let list = by_lot(people, &[], seats, m, &mut stream(1)).unwrap();
        let kinds = Kinds::new(&vec![0; ix(people)], &[]).unwrap();
        let (fair, repeats) = list.deal(&kinds, &mut stream(2)).unwrap();
        assert_fair(&list, &fair, &kinds, repeats);
        let counts = fair.counts(people).unwrap();
        let mk = m * seats;
        assert!(
            counts
                .iter()
                .all(|c| *c == mk / people || *c == mk.div_ceil(people))
        );
    }
}

#[test]
fn within_each_type_counts_are_equal_within_one_and_households_stay_apart() {
    let mut made = 0;
    for round in 0..200_u8 {
        let mut words = stream(round);
        let people = 4 + below(&mut words, 30);
        let values = 1 + below(&mut words, 4);
        let kinds: Vec<u32> = (0..people).map(|_| below(&mut words, values)).collect();
        let homes = 2 + below(&mut words, people);
        let households: Vec<u32> = match round % 3 {
            0 => Vec::new(),
            _ => (0..people).map(|_| below(&mut words, homes)).collect(),
        };
        let seats = 1 + below(&mut words, people.div_ceil(3));
        let m = 10 + below(&mut words, 60);
        let Some(list) = by_lot(people, &households, seats, m, &mut words) else {
            continue;
        };
        let kinds = Kinds::new(&kinds, &households).unwrap();
        let (fair, repeats) = list.deal(&kinds, &mut words).unwrap();
        assert_fair(&list, &fair, &kinds, repeats);
        made += 1;
    }
    assert!(made > 150, "{made}");
}

/// Couples of two kinds, all panels of one of each: households must take turns in both roles.
#[test]
fn couples_take_turns_in_both_roles() {
    // Persons 2h and 2h+1 live together, of kinds 0 and 1; five households.
    let kinds: Vec<u32> = (0..10).map(|person| person % 2).collect();
    let households: Vec<u32> = (0..10).map(|person| person / 2).collect();
    let kinds = Kinds::new(&kinds, &households).unwrap();
    // Always the same: 0 and 2 of kind 0, 5 and 7 and 9 of kind 1.
    let list = PanelList::new(5, [0, 2, 5, 7, 9].repeat(20)).unwrap();
    let (fair, repeats) = list.deal(&kinds, &mut stream(7)).unwrap();
    assert_fair(&list, &fair, &kinds, repeats);
    // 40 seats of kind 0 for 5 people, 60 of kind 1 for 5 people.
    let counts = fair.counts(10).unwrap();
    assert_eq!(counts, [8, 12, 8, 12, 8, 12, 8, 12, 8, 12]);
    // Of 5 households 2 send kind 0 and 3 kind 1: ten different panels in all, and no single
    // exchange keeps the households apart, since all five sit on every panel.
    assert!((10..16).contains(&repeats));
}

#[test]
fn no_panel_is_repeated_where_there_are_enough() {
    let list = PanelList::new(2, [0, 1].repeat(15)).unwrap();
    let kinds = Kinds::new(&[0; 6], &[]).unwrap();
    let (fair, repeats) = list.deal(&kinds, &mut stream(3)).unwrap();
    // Six people make fifteen pairs, and each stands in five.
    assert_eq!((repeats, fair.statistics(6).unwrap().distinct), (0, 15));
    assert_eq!(fair.counts(6).unwrap(), [5; 6]);
}

#[test]
fn a_lottery_is_rounded_to_whole_panels() {
    let lottery = [(vec![0, 1], 1), (vec![2, 3], 1), (vec![0, 3], 1)];
    let list = PanelList::from_lottery(2, &lottery, 10).unwrap();
    let panels: Vec<&[u32]> = list.panels().collect();
    assert_eq!(panels.iter().filter(|p| **p == [0, 1]).count(), 4);
    assert_eq!(panels.iter().filter(|p| **p == [0, 3]).count(), 3);
    assert_eq!(list.len(), 10);
    // Exact where the weights divide.
    let exact = [(vec![0, 1], 3), (vec![2, 3], 7)];
    let list = PanelList::from_lottery(2, &exact, 1000).unwrap();
    assert_eq!(list.counts(4).unwrap(), [300, 300, 700, 700]);
    assert_eq!(
        PanelList::from_lottery(2, &[(vec![0, 1], 0)], 10),
        Err(ListError::Weights)
    );
    assert_eq!(
        PanelList::from_lottery(3, &exact, 10),
        Err(ListError::Shape)
    );
}

#[test]
fn what_is_no_list_is_refused() {
    assert_eq!(PanelList::new(0, vec![]), Err(ListError::Shape));
    assert_eq!(PanelList::new(2, vec![1, 2, 3]), Err(ListError::Shape));
    assert_eq!(
        PanelList::new(2, vec![1, 2, 3, 3]),
        Err(ListError::Twice(1))
    );
    assert_eq!(PanelList::new(1, vec![0; 1_000_001]), Err(ListError::Size));
    let list = PanelList::new(2, vec![1, 0, 2, 5]).unwrap();
    assert_eq!(list.counts(5), Err(ListError::Unknown(1)));
    assert_eq!(list.renumbered(&[0, 1, 2]), Err(ListError::Unknown(1)));
}

/// The panels of the worked example of draw/v1 (draw-v1.json): root and one statistic by hand.
#[test]
fn the_worked_example_has_its_root_and_statistics() {
    let panels = vec![4, 5, 7, 10, 0, 1, 2, 3];
    let list = PanelList::new(4, panels).unwrap();
    let leaves: Vec<String> = list
        .leaves(None)
        .iter()
        .map(|l| crate::digest::hex(l))
        .collect();
    assert_eq!(
        leaves,
        [
            "feedfec9d5e095e1e1f2e16081c19b49eee5519065eb5bd25d44f31193854ddf",
            "f994bc5b8d0aa91bdeaa654e0243424f437841ecdc5ecd517ab228f82f3e58e6"
        ]
    );
    let mut file = Vec::new();
    list.write(None, &mut |piece| file.extend_from_slice(piece));
    assert_eq!(file, br#"{"panels":[[4,5,7,10],[0,1,2,3]]}"#);
    let mut file = Vec::new();
    list.write(Some(&[[0xab; 32]; 2]), &mut |piece| {
        file.extend_from_slice(piece);
    });
    let value = crate::json::parse(&file).unwrap();
    assert_eq!(value.canonical(), file);
    assert_eq!(value.get("salts").unwrap().as_array().unwrap().len(), 2);

    let statistics = list.statistics(12).unwrap();
    assert_eq!(
        (statistics.least, statistics.most, statistics.never),
        (0, 1, 4)
    );
    assert_eq!((statistics.distinct, statistics.always), (2, 0));
    let pair = Pair {
        first: 0,
        second: 1,
        together: 1,
    };
    assert_eq!(statistics.pair, Some(pair));
}

#[test]
fn the_greatest_pair_is_the_one_that_brute_force_finds() {
    for round in 0..50 {
        let list = by_lot(9, &[], 4, 12, &mut stream(round)).unwrap();
        let mut best = Pair {
            first: 0,
            second: 0,
            together: 0,
        };
        for first in 0..9 {
            for second in first + 1..9 {
                let both = |p: &&[u32]| p.contains(&first) && p.contains(&second);
                let together = len32(list.panels().filter(both).count());
                if together > best.together {
                    best = Pair {
                        first,
                        second,
                        together,
                    };
                }
            }
        }
        assert_eq!(list.statistics(9).unwrap().pair, Some(best));
    }
}
