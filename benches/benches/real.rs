//! Real elections, where the data stands beside the project: the rule phase alone.

use criterion::{Criterion, criterion_group, criterion_main};
use isonomia::rules::find;
use isonomia_benches::{count, real};

/// File, rule, parameters.
type Row = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

const ROWS: &[Row] = &[
    (
        "pabulib/Poland_Wieliczka_2023_Green_Budget.pb",
        "budget/equal-shares",
        &[],
    ),
    (
        "pabulib/Poland_Wieliczka_2023_Green_Budget.pb",
        "budget/equal-shares",
        &[("completion", "add1")],
    ),
    (
        "pabulib/Poland_Warszawa_2021_Bielany.pb",
        "budget/equal-shares",
        &[],
    ),
    (
        "pabulib/Poland_Warszawa_2021_Bielany.pb",
        "budget/equal-shares",
        &[("completion", "add1")],
    ),
    ("pabulib/Poland_Lodz_2022.pb", "budget/equal-shares", &[]),
    (
        "pabulib/Poland_Lodz_2022.pb",
        "budget/equal-shares",
        &[("completion", "add1")],
    ),
    ("pabulib/Poland_Lodz_2022.pb", "budget/greedy", &[]),
    ("stv-reference/Govan-2007.blt", "ranked/stv-scottish", &[]),
    (
        "scottish-stv/glasgow_2007_hillhead.blt",
        "ranked/stv-scottish",
        &[],
    ),
    ("nsw-irv/00058-00000265.soi", "ranked/irv", &[]),
    ("nsw-irv/00058-00000265.soi", "ranked/schulze", &[]),
];

fn real_elections(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("real");
    group.sample_size(10);
    for (path, rule, params) in ROWS {
        let (Some(loaded), Some(entry)) = (real(path), find(rule)) else {
            continue;
        };
        let words: Vec<String> = params
            .iter()
            .map(|(name, text)| format!("{name}={text}"))
            .collect();
        group.bench_function(format!("{rule} {} {path}", words.join(" ")), |bencher| {
            bencher.iter(|| count(entry, params, &loaded.instance));
        });
    }
    group.finish();
}

criterion_group!(benches, real_elections);
criterion_main!(benches);
