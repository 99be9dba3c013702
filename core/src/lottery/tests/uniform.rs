//! Over many seeds every outcome comes up equally often: Pearson's chi-square test.
//!
//! Seeds are fixed, so a test passes always or never. Thresholds are the upper 0.001 points of the
//! chi-square distribution (NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4): an honest
//! sampler with these seeds would exceed one of them once in a thousand choices of seeds. Beside
//! each honest sampler stands a plausible wrong one, which must fail the same test.

use super::*;
use crate::digest::Digest;

/// Upper 0.001 point, in thousandths, by degrees of freedom.
const THRESHOLDS: [(usize, u128); 4] = [(2, 13_816), (19, 43_820), (23, 49_728), (99, 148_230)];

/// Whether counts over equally likely outcomes pass; one degree of freedom less than outcomes.
///
/// `sum (observed - expected)^2 / expected`, compared without division.
fn passes(counts: &[u64]) -> bool {
    let freedom = counts.len() - 1;
    let (_, threshold) = THRESHOLDS.iter().find(|(of, _)| *of == freedom).unwrap();
    let outcomes = u128::try_from(counts.len()).unwrap();
    let total: u128 = counts.iter().map(|count| u128::from(*count)).sum();
    // With E = total / outcomes: sum (O - E)^2 / E = sum (outcomes O - total)^2 / (outcomes total).
    let squares: u128 = counts
        .iter()
        .map(|count| (outcomes * u128::from(*count)).abs_diff(total).pow(2))
        .sum();
    squares * 1000 < threshold * outcomes * total
}

/// Counts the outcome of the draw key of each of so many seeds.
fn tally<const N: usize>(seeds: u64, draw: impl Fn(DrawKey) -> usize) -> [u64; N] {
    let mut counts = [0; N];
    for number in 0..seeds {
        let seed = Seed::from(Digest::of(&number.to_be_bytes()).into_bytes());
        counts[draw(DrawKey::derive(seed, "panel"))] += 1;
    }
    counts
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap()
}

#[test]
fn the_test_itself_is_pearsons() {
    // Three outcomes, 300 observations: (10^2 + 10^2 + 0) / 100 = 2, far below 13.816; and
    // (37^2 + 37^2 + 0) / 100 = 27.38, above; the border is at 13.816 = 1381.6 / 100.
    assert!(passes(&[110, 90, 100]));
    assert!(!passes(&[137, 63, 100]));
    assert!(passes(&[126, 74, 100]));
    assert!(!passes(&[127, 74, 99]));
}

#[test]
fn below_takes_every_panel_equally_often() {
    const SEEDS: u64 = 1_000_000;
    // 99 degrees of freedom, 10,000 of each of 100 panels expected.
    assert!(passes(&tally::<100>(SEEDS, |key| {
        index(key.stream().below(100).unwrap())
    })));
    // One byte of the word: 256 is no multiple of 100, so 0 to 55 come thrice, the others twice.
    assert!(!passes(&tally::<100>(SEEDS / 10, |key| {
        index(key.stream().next_u64() % 256 % 100)
    })));
    // A fraction of 10 bits, scaled and cut as with floats: 1024 is no multiple either.
    assert!(!passes(&tally::<100>(SEEDS, |key| {
        index(((key.stream().next_u64() >> 54) * 100) >> 10)
    })));
}

#[test]
fn below_throws_away_what_would_favour_the_first() {
    // Of 3 * 2^62 outcomes, a word without rejection gives each of the first 2^62 twice. Thirds
    // are counted: 2 degrees of freedom.
    const N: u64 = 3 << 62;
    const SEEDS: u64 = 100_000;
    assert!(passes(&tally::<3>(SEEDS, |key| {
        index(key.stream().below(N.into()).unwrap() >> 62)
    })));
    assert!(!passes(&tally::<3>(SEEDS / 100, |key| {
        index((key.stream().next_u64() % N) >> 62)
    })));
}

#[test]
fn sample_takes_every_pair_equally_often() {
    // The 20 ordered pairs of 5, 19 degrees of freedom.
    const SEEDS: u64 = 1_000_000;
    let pair = |drawn: &[u64]| {
        let (first, second) = (drawn[0], drawn[1]);
        index(first * 4 + second - u64::from(second > first))
    };
    assert!(passes(&tally::<20>(SEEDS, |key| {
        pair(&key.stream().sample(5, 2).unwrap())
    })));
    // The naive shuffle swaps each place with any place, 5^5 ways that 5! does not divide.
    let naive = |key: DrawKey| {
        let (mut stream, mut places) = (key.stream(), [0, 1, 2, 3, 4]);
        for place in 0..5 {
            places.swap(place, index(stream.below(5).unwrap()));
        }
        pair(&places)
    };
    assert!(!passes(&tally::<20>(SEEDS / 10, naive)));
}

#[test]
fn a_whole_shuffle_leaves_everybody_last_equally_often() {
    // The last of 25 together with the word that follows, as a number below 4: 100 outcomes, 99
    // degrees of freedom. The stream goes on independent of what was drawn.
    const SEEDS: u64 = 100_000;
    assert!(passes(&tally::<100>(SEEDS, |key| {
        let mut stream = key.stream();
        let last = stream.sample(25, 25).unwrap()[24];
        index(last * 4 + stream.below(4).unwrap())
    })));
}

#[test]
fn tickets_give_every_order_equally_often() {
    // The 24 orders of four names, 23 degrees of freedom.
    const SEEDS: u64 = 300_000;
    let names = ["anna", "bartek", "celina", "dmytro"];
    let order = |sorted: &[usize]| {
        // The number of an order: for each place, how many later ones are smaller.
        let smaller = |place: usize| {
            let later = sorted[place + 1..].iter();
            later.filter(|name| **name < sorted[place]).count()
        };
        smaller(0) * 6 + smaller(1) * 2 + smaller(2)
    };
    let place = |name: &str| names.iter().position(|other| *other == name).unwrap();
    assert!(passes(&tally::<24>(SEEDS, |key| {
        let sorted: Vec<usize> = ticket_order(key, names).into_iter().map(place).collect();
        order(&sorted)
    })));
    // Tickets of one byte: a tie leaves the names in alphabetical order.
    assert!(!passes(&tally::<24>(SEEDS, |key| {
        let mut sorted = [0, 1, 2, 3];
        sorted.sort_by_key(|name| ticket(key, names[*name])[0]);
        order(&sorted)
    })));
}
