//! Every rule of the registry on generated instances of three sizes.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use isonomia::rules::RULES;
use isonomia::synth::for_rule;
use isonomia_benches::{count, stream};

fn rules(criterion: &mut Criterion) {
    for entry in RULES {
        let mut group = criterion.benchmark_group(entry.meta.id);
        group.sample_size(10);
        for size in [100u32, 1_000, 10_000] {
            let instance = for_rule(entry, size, &mut stream(entry.meta.id));
            group.throughput(Throughput::Elements(u64::from(size)));
            group.bench_with_input(
                BenchmarkId::from_parameter(size),
                &instance,
                |bencher, instance| {
                    bencher.iter(|| count(entry, &[], instance));
                },
            );
        }
        group.finish();
    }
}

criterion_group!(benches, rules);
criterion_main!(benches);
