//! Draws: sealing a pool of a million people, and checking what was sealed.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use isonomia::draw::{Trust, verify};
use isonomia::json::{self, Value};
use isonomia::lottery::{merkle, pool_leaf};
use isonomia_tests::files::root;

const PEOPLE: u64 = 1_000_000;

/// The leaf of one of many people: a salt and a record of four fields.
fn leaf(at: u64) -> merkle::Hash {
    let mut salt = [0; 32];
    salt[..8].copy_from_slice(&at.to_be_bytes());
    let record = Value::object([
        ("pseudonym", Value::from(format!("p{at:07}"))),
        (
            "gender",
            Value::from(if at.is_multiple_of(2) { "F" } else { "M" }),
        ),
        ("age", Value::from("30-59")),
        ("district", Value::from("centre")),
    ]);
    pool_leaf(&salt, &record)
}

fn draws(criterion: &mut Criterion) {
    let leaves: Vec<merkle::Hash> = (0..PEOPLE).map(leaf).collect();
    let mut group = criterion.benchmark_group("draw");
    group.sample_size(10);

    group.throughput(Throughput::Elements(PEOPLE));
    group.bench_function("leaves-1000000", |bencher| {
        bencher.iter(|| (0..PEOPLE).map(leaf).fold(0, |sum, leaf| sum ^ leaf[0]));
    });
    group.bench_function("root-1000000", |bencher| {
        bencher.iter(|| merkle::root(&leaves));
    });

    group.throughput(Throughput::Elements(1));
    let (index, root_hash) = (777_777, merkle::root(&leaves));
    let proof = merkle::path(index, &leaves).unwrap_or_default();
    let own = leaf(index);
    group.bench_function("prove-check-1000000", |bencher| {
        bencher.iter(|| merkle::verify(black_box(index), PEOPLE, &own, &proof, &root_hash));
    });

    let example = std::fs::read(root().join("docs/spec/draw-v1.example.json"));
    let example = example.ok().and_then(|bytes| json::parse(&bytes).ok());
    let part = |name: &str| example.as_ref().and_then(|whole| whole.get(name));
    if let Some(transcript) = part("transcript").map(Value::canonical) {
        let trust = Trust::none(|_| true);
        group.throughput(Throughput::Bytes(
            transcript.len().try_into().unwrap_or(u64::MAX),
        ));
        group.bench_function("verify-example", |bencher| {
            bencher.iter(|| verify(&transcript, &trust).verdict);
        });
    }
    group.finish();
}

criterion_group!(benches, draws);
criterion_main!(benches);
