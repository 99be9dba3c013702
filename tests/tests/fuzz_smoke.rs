//! Random and mutated bytes through the bodies of the fuzz targets.

use isonomia::formats::FORMATS;
use isonomia_tests::files::{corpus, list, root};
use isonomia_tests::fuzz;
use proptest::prelude::*;

/// The worked example of draw/v1: transcript, policy, panels and pool.
fn worked_draw() -> Vec<Vec<u8>> {
    let path = root().join("docs/spec/draw-v1.example.json");
    let example = std::fs::read(path).expect("the worked example");
    let example: serde_json::Value = serde_json::from_slice(&example).expect("JSON");
    ["transcript", "policy", "panels", "pool"]
        .map(|part| match &example[part] {
            serde_json::Value::String(text) => text.clone().into_bytes(),
            value => value.to_string().into_bytes(),
        })
        .to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn random_bytes_are_read_or_refused(data in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in FORMATS {
            fuzz::read(format.id, &data);
        }
        fuzz::ballots(&data);
        fuzz::pool(&data);
        fuzz::table(&data);
        fuzz::report(&data);
        fuzz::certificate(&data);
        fuzz::json(&data);
        fuzz::witness(&data);
        fuzz::draw(&data);
    }

    /// The worked transcript of draw/v1 with a few bytes changed, and the same bytes as each of
    /// the files beside it.
    #[test]
    fn mutated_transcripts_are_verified_or_refused(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
    ) {
        let parts = worked_draw();
        let mut data = parts[0].clone();
        for (at, byte) in edits {
            let at = at.index(data.len());
            data[at] = byte;
        }
        let mut with_files = parts.clone();
        with_files[0].clone_from(&data);
        fuzz::draw(&with_files.join(&0));
        let cut = cut.index(data.len());
        let (front, back) = data.split_at(cut);
        fuzz::draw(&[&parts[0], &parts[1], front, back, &data].map(<[u8]>::to_vec).join(&0));
        let whole = parts.join(&0);
        fuzz::draw(&[&whole[..cut], &data[..1], &whole[cut..]].concat());
    }

    #[test]
    fn every_rule_counts_what_is_generated(data in prop::collection::vec(any::<u8>(), 2..12)) {
        fuzz::registry(&data);
    }

    /// Valid inputs of the corpus with a few bytes changed: what random bytes never reach.
    #[test]
    fn mutated_cases_are_read_or_refused(
        pick in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let inputs: Vec<String> = corpus()
            .expect("the corpus can be read")
            .into_iter()
            .flat_map(|(_, cases)| cases)
            .flat_map(|case| case.files.into_iter().take(1).map(|(_, text)| text))
            .collect();
        let mut data = inputs[pick.index(inputs.len())].clone().into_bytes();
        for (at, byte) in edits {
            if !data.is_empty() {
                let at = at.index(data.len());
                data[at] = byte;
            }
        }
        for format in FORMATS {
            fuzz::read(format.id, &data);
        }
        fuzz::ballots(&data);
        fuzz::pool(&data);
        fuzz::table(&data);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// A note, a proof and a policy with a few bytes changed.
    #[test]
    fn mutated_seals_are_read_or_refused(
        pick in 0_usize..3,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        const NOTE: &str = "draw/v1 manifest\n\n\u{2014} PeterNeumann \
            x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        const PROOF: &str = "c2sp.org/tlog-proof@v1\nindex 1\n\
            gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\n\nexample.com/log\n2\n\
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} PeterNeumann \
            x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        const POLICY: &str = "log PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n\
            witness w remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2\n\
            group g 1 w\nquorum g\n";
        let mut data = [NOTE, PROOF, POLICY][pick].as_bytes().to_vec();
        for (at, byte) in edits {
            let at = at.index(data.len());
            data[at] = byte;
        }
        fuzz::witness(&data);
    }
}

#[test]
fn every_format_has_a_fuzz_target() {
    let targets: Vec<String> = list(&root().join("fuzz/fuzz_targets"), "rs")
        .iter()
        .filter_map(|path| {
            path.file_stem()
                .map(|stem| stem.to_string_lossy().replace('_', "-"))
        })
        .collect();
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml"))
        .expect("the manifest of the fuzz targets");
    for format in FORMATS {
        assert!(
            targets.contains(&format!("read-{}", format.id)),
            "no fuzz target for {}",
            format.id
        );
    }
    for target in targets {
        assert!(
            manifest.contains(&format!("name = \"{target}\"")),
            "{target} is not in fuzz/Cargo.toml"
        );
    }
}
