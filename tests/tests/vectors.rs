//! The published vectors, where they stand beside the repository.

use std::path::Path;

use isonomia_tests::vectors::CHECKS;

#[test]
fn published_vectors_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors");
    for (name, check) in CHECKS {
        let Ok(text) = std::fs::read_to_string(folder.join(name)) else {
            println!("SKIPPED: {name} is not there");
            continue;
        };
        match check(&text) {
            Ok(report) => println!("{name}: {report}"),
            Err(difference) => panic!("{name}: {difference}"),
        }
    }
}
