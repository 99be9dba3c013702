use super::*;
use crate::panel::samples::{Dice, panels, random};

fn stream(seed: u64) -> Stream {
    let seed: crate::lottery::Seed = format!("{seed:064x}").parse().unwrap();
    Stream::new(crate::lottery::DrawKey::derive(seed, "test"))
}

#[test]
fn measure() {
    let limit: u64 = std::env::var("LIMIT").map_or(2_000_000, |l| l.parse().unwrap());
    let tries: u64 = std::env::var("TRIES").map_or(1_000_000, |l| l.parse().unwrap());
    for (name, pool) in crate::panel::samples::all_real() {
        if std::env::var("POOL").is_ok_and(|pool| pool != name) {
            continue;
        }
        let types = Types::of(&pool);
        let started = std::time::Instant::now();
        let tilted = find(&types, None, limit).unwrap();
        println!("{name}: first {:?} rows {:?} states {} most {:?} {:?}", tilted.first, tilted.rows, tilted.states(), super::super::log2(&tilted.most()), started.elapsed());
        let started = std::time::Instant::now();
        let mut stream = stream(1);
        let mut some = 0;
        for _ in 0..tries {
            some += u32::from(tilted.panel(&types, &mut stream).is_some());
        }
        println!("  {some} of {tries} {:?}", started.elapsed());
    }
}
