//! Lotteries of panels with their certificates: the real pools where the data stands beside the
//! project, and generated volunteers.

use criterion::{Criterion, criterion_group, criterion_main};
use isonomia::formats::{Named, PoolColumns, read_pool};
use isonomia::instance::Instance;
use isonomia::problem::Diagnostics;
use isonomia::rules::find;
use isonomia::synth::volunteers;
use isonomia_benches::{count, stream};

const RULES: [&str; 4] = [
    "sortition/leximin",
    "sortition/nash",
    "sortition/goldilocks",
    "sortition/weighted",
];

/// Real pools: folder and seats.
const REAL: [(&str, u32); 4] = [
    ("sa_fixture_22", 22),
    ("syn_a_20", 20),
    ("syn_b_40", 40),
    ("syn_c_100", 100),
];

/// Generated pools: people and seats.
const GENERATED: [(u32, u32); 3] = [(60, 8), (200, 20), (1_727, 110)];

fn panels(criterion: &mut Criterion) {
    let mut pools: Vec<(String, Instance)> = Vec::new();
    for (folder, seats) in REAL {
        pools.extend(read(folder, seats).map(|pool| (folder.to_owned(), pool)));
    }
    for (people, seats) in GENERATED {
        let pool = volunteers(people, seats, &mut stream("volunteers"));
        pools.push((
            format!("volunteers {people} to {seats}"),
            Instance::Pool(pool),
        ));
    }
    for rule in RULES {
        let Some(entry) = find(rule) else { continue };
        let mut group = criterion.benchmark_group(rule);
        group.sample_size(10);
        for (name, pool) in &pools {
            // With a list of panels, as a town publishes it.
            let list = [("panels", "1000")];
            if count(entry, &list, pool).is_err() {
                eprintln!("SKIPPED: {rule} gives no lottery on {name}");
                continue;
            }
            group.bench_function(name, |bencher| {
                bencher.iter(|| count(entry, &list, pool));
            });
        }
        group.finish();
    }
}

/// A pool of the data beside the project; `None`, said aloud, where it is absent.
fn read(folder: &str, seats: u32) -> Option<Instance> {
    let bytes = |name: &str| {
        let path = isonomia_tests::files::shared(&format!("pools/{folder}/{name}"))?;
        std::fs::read(path).ok()
    };
    let (people, quotas) = (bytes("people.csv")?, bytes("features.csv")?);
    let (mut people, mut quotas) = (people.as_slice(), quotas.as_slice());
    let pool = read_pool(
        &mut Named {
            name: "people.csv",
            reader: &mut people,
        },
        Some(&mut Named {
            name: "features.csv",
            reader: &mut quotas,
        }),
        &PoolColumns::default(),
        Some(seats),
        &mut Diagnostics::default(),
    );
    pool.map(Instance::Pool)
}

criterion_group!(benches, panels);
criterion_main!(benches);
