//! Every case of the corpus, by the core.

use isonomia_tests::cases::{judge, run};
use isonomia_tests::files::corpus;

#[test]
fn every_case_is_answered_as_its_source_says() {
    let corpus = corpus().expect("the corpus can be read");
    let mut failures = Vec::new();
    let mut ran = 0;
    for (rule, cases) in &corpus {
        for case in cases {
            ran += 1;
            if let Err(difference) = judge(case, &run(case)) {
                failures.push(format!("{rule} · {}: {difference}", case.name));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {ran} cases failed:\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(ran > 0, "the corpus is empty");
    println!("{ran} cases");
}

#[test]
fn names_of_cases_are_unique_in_their_file() {
    for (rule, cases) in corpus().expect("the corpus can be read") {
        let mut names: Vec<&str> = cases.iter().map(|case| case.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), cases.len(), "{rule} has two cases of one name");
    }
}

#[test]
fn the_same_case_gives_the_same_bytes_twice() {
    for (_, cases) in corpus().expect("the corpus can be read") {
        for case in cases {
            let bytes =
                |answer: isonomia_tests::cases::Answer| answer.map(|report| report.canonical());
            assert_eq!(bytes(run(&case)), bytes(run(&case)), "{}", case.name);
        }
    }
}
