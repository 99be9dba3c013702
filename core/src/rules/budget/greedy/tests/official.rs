//! The elections of Pabulib that were counted greedily: our count funds what the city funded.

use std::fs;
use std::path::PathBuf;

use crate::formats::{self, LoadOptions, Role, Source};
use crate::problem::Diagnostics;
use crate::run::{Request, Work, count};

/// Files whose official outcome is not that of the rule they declare, with the reason.
const DIFFER: [(&str, &str); 1] = [(
    "poland_warszawa_2024_.pb",
    "its META comment says that some projects exclude each other, so that `selected` may differ \
     from the greedy rule: 130, 306, 638 in place of 1018, 1378, 1498",
)];

#[test]
fn the_official_outcome_is_reproduced() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/pabulib");
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("SKIPPED: no {} beside the project", folder.display());
        return;
    };
    let mut reproduced = 0;
    for path in entries.flatten().map(|entry| entry.path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let mut diagnostics = Diagnostics::default();
        let source = Source {
            name: name.clone(),
            role: Role::Main,
            reader: &mut bytes.as_slice(),
        };
        let loaded = formats::load(&mut [source], &LoadOptions::default(), &mut diagnostics);
        let loaded = loaded.unwrap_or_else(|| panic!("{name}: {:?}", diagnostics.problems()));
        let declared = loaded.declared.rule.as_ref();
        let greedy = declared.is_some_and(|rule| rule.rule.as_deref() == Some("budget/greedy"));
        if !greedy || loaded.declared.official.is_none() {
            continue;
        }
        let report = count(
            &loaded,
            &diagnostics,
            &Request::default(),
            &mut Work::default(),
        );
        let report = report.unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let agreement = report.official.unwrap();
        let reason = DIFFER.iter().find(|(file, _)| *file == name);
        assert_eq!(
            agreement.agrees(),
            reason.is_none(),
            "{name}: {agreement:?}"
        );
        reproduced += u32::from(agreement.agrees());
    }
    assert_eq!(reproduced, 23, "files with an official greedy outcome");
}
