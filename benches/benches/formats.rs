//! Reading: from bytes to an instance, and its digest.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isonomia_tests::files::{load_bytes, shared};

const FILES: &[&str] = &[
    "pabulib/Poland_Wieliczka_2023_Green_Budget.pb",
    "pabulib/Poland_Lodz_2022.pb",
    "scottish-stv/glasgow_2007_hillhead.blt",
    "nsw-irv/00058-00000265.soi",
];

fn formats(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    group.sample_size(10);
    for path in FILES {
        let Some(bytes) = shared(path).and_then(|path| std::fs::read(path).ok()) else {
            continue;
        };
        group.throughput(Throughput::Bytes(
            bytes.len().try_into().unwrap_or(u64::MAX),
        ));
        group.bench_function(*path, |bencher| {
            bencher.iter(|| load_bytes(&bytes).map(|l| l.papers));
        });
    }
    group.finish();
    let mut group = criterion.benchmark_group("digest");
    group.sample_size(10);
    for path in FILES {
        let loaded = shared(path)
            .and_then(|path| std::fs::read(path).ok())
            .and_then(|bytes| load_bytes(&bytes));
        let Some(loaded) = loaded else { continue };
        group.bench_function(*path, |bencher| bencher.iter(|| loaded.instance.digest()));
    }
    group.finish();
}

criterion_group!(benches, formats);
criterion_main!(benches);
