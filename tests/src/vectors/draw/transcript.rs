//! The worked transcript: leaves, roots, paths, digests, seed, keys and results, recomputed.

use isonomia::digest::hex;
use isonomia::lottery::{
    DrawKey, Evidence, Seed, Source, manifest_hash, merkle, panel_leaf, pool_leaf, round_time,
    source_digest, ticket, ticket_order,
};
use serde_json::json;
use std::num::NonZeroU32;

use crate::vectors::Report;
use crate::vectors::case::{Case, pairs};

pub(super) fn check(report: &mut Report, section: &Case) -> Result<(), String> {
    let document = section.get("document")?;
    let manifest = document.get("manifest")?;
    pool(report, section, &manifest)?;
    panels(report, section, &document)?;

    let canonical = manifest.ours()?.canonical();
    let published = section.get("manifest_canonical_hex")?;
    report.equal(&published.place, &canonical, &published.bytes()?)?;

    let pin = section.get("drand_pin")?;
    let genesis = pin
        .get("genesis")?
        .value
        .as_i64()
        .ok_or_else(|| pin.not("a chain"))?;
    let period = u32::try_from(pin.get("period")?.number()?).ok();
    let period = period
        .and_then(NonZeroU32::new)
        .ok_or_else(|| pin.not("a chain"))?;
    for source in manifest.list("sources")? {
        if let Ok(round) = source.get("round") {
            let time = section.get("round_time_unix")?.value.as_i64();
            report.equal(
                &source.place,
                &round_time(genesis, period, round.number_u64()?),
                &time,
            )?;
        }
    }
    let seed = seed(report, &document, &manifest)?;
    results(report, &document, &manifest, seed)
}

fn pool(report: &mut Report, section: &Case, manifest: &Case) -> Result<(), String> {
    let sorted = section.list("sorted_leaves")?;
    let sorted: Result<Vec<merkle::Hash>, String> = sorted.iter().map(Case::bytes32).collect();
    let sorted = sorted?;
    let mut leaves = Vec::new();
    for person in section.list("pool")? {
        let leaf = pool_leaf(
            &person.get("salt")?.bytes32()?,
            &person.get("record")?.ours()?,
        );
        report.equal(&person.place, &leaf, &person.get("leaf")?.bytes32()?)?;
        let position = person.get("position")?.number_u64()?;
        let path = merkle::path(position, &sorted).unwrap_or_default();
        report.equal(&person.place, &path, &hashes(&person, "path")?)?;
        leaves.push(leaf);
    }
    leaves.sort_unstable();
    report.equal("transcript/sorted_leaves", &leaves, &sorted)?;
    let root = manifest.get("pool")?.get("root")?.bytes32()?;
    report.equal("transcript/pool/root", &merkle::root(&leaves), &root)
}

fn panels(report: &mut Report, section: &Case, document: &Case) -> Result<(), String> {
    let root = document
        .get("manifest")?
        .get("lottery")?
        .get("root")?
        .bytes32()?;
    let mut leaves = Vec::new();
    for panel in section.list("panels")? {
        let leaf = panel_leaf(&positions(&panel, "positions")?);
        report.equal(&panel.place, &leaf, &panel.get("leaf")?.bytes32()?)?;
        leaves.push(leaf);
    }
    report.equal("transcript/panels/root", &merkle::root(&leaves), &root)?;
    for (index, panel) in (0..).zip(section.list("panels")?) {
        let path = merkle::path(index, &leaves).unwrap_or_default();
        report.equal(&panel.place, &path, &hashes(&panel, "path")?)?;
    }
    let opened = document.get("opened")?;
    let shown = merkle::verify(
        opened.get("index")?.number_u64()?,
        document
            .get("manifest")?
            .get("lottery")?
            .get("panels")?
            .number_u64()?,
        &panel_leaf(&positions(&opened, "panel")?),
        &hashes(&opened, "path")?,
        &root,
    );
    report.equal(&opened.place, &shown, &true)
}

fn seed(report: &mut Report, document: &Case, manifest: &Case) -> Result<Seed, String> {
    let derived = document.get("derived")?;
    let seal = manifest_hash(&manifest.ours()?);
    report.equal(
        &derived.place,
        &seal,
        &derived.get("manifest_hash")?.bytes32()?,
    )?;
    let mut digests = Vec::new();
    let sources = pairs(manifest.list("sources")?, document.list("evidence")?)?;
    for (index, (source, evidence)) in (0..).zip(sources) {
        let refused = |error| format!("{}: {error}", source.place);
        let typed = Source::from_value(&source.ours()?).map_err(refused)?;
        report.equal(&source.place, &typed.to_value(), &source.ours()?)?;
        let given = Evidence::from_value(&evidence.ours()?).map_err(refused)?;
        let out = typed.out(&given).map_err(refused)?;
        let digest = typed.digest(index, &given).map_err(refused)?;
        report.equal(
            &source.place,
            &digest,
            &source_digest(index, &source.ours()?, &out),
        )?;
        digests.push(digest);
    }
    report.equal(
        &derived.place,
        &digests,
        &hashes(&derived, "source_digests")?,
    )?;
    let seed = Seed::combine(&seal, &digests);
    report.equal(
        &derived.place,
        seed.as_bytes(),
        &derived.get("seed")?.bytes32()?,
    )?;
    Ok(seed)
}

fn results(
    report: &mut Report,
    document: &Case,
    manifest: &Case,
    seed: Seed,
) -> Result<(), String> {
    let keys = document.get("derived")?.get("draw_keys")?;
    for (draw, result) in pairs(manifest.list("draws")?, document.list("results")?)? {
        let label = draw.get("label")?;
        let key = DrawKey::derive(seed, label.text()?);
        report.equal(
            &keys.place,
            key.as_bytes(),
            &keys.get(label.text()?)?.bytes32()?,
        )?;
        let failed = |error| format!("{}: {error}", draw.place);
        let ours = match draw.get("op")?.text()? {
            "below" => {
                let value = key.stream().below(draw.get("n")?.number()?);
                json!(value.map_err(failed)?)
            }
            "sample" => {
                let (n, k) = (draw.get("n")?.number_u64()?, draw.get("k")?.number_u64()?);
                json!(key.stream().sample(n, k).map_err(failed)?)
            }
            "ticket" => {
                let ids = document.list("ticket_ids")?;
                let ids: Result<Vec<&str>, String> = ids.iter().map(Case::text).collect();
                let order = ticket_order(key, ids?);
                let pairs = order.iter().map(|id| json!([id, hex(&ticket(key, id))]));
                json!(pairs.collect::<Vec<_>>())
            }
            other => return Err(format!("{}: unknown op {other}", draw.place)),
        };
        report.equal(&result.place, &ours, &result.get("value")?.value)?;
    }
    Ok(())
}

fn hashes(case: &Case, key: &str) -> Result<Vec<merkle::Hash>, String> {
    case.list(key)?.iter().map(Case::bytes32).collect()
}

fn positions(case: &Case, key: &str) -> Result<Vec<u32>, String> {
    let position = |item: &Case| u32::try_from(item.number()?).map_err(|_| item.not("a position"));
    case.list(key)?.iter().map(position).collect()
}
