//! All wards at hand: the places are filled, no vote is mislaid, and a count repeats itself.

use crate::harness::{Ask, conserves, contest, data, report};

#[test]
fn every_ward_fills_its_places_and_accounts_for_every_vote() {
    let Some(folder) = data("scottish-stv") else {
        return;
    };
    let mut wards = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "blt") {
            continue;
        }
        let contest = contest(&path);
        let ask = Ask {
            rule: "ranked/stv-scottish",
            seed: Some(7),
            ..Ask::default()
        };
        let report = report(&contest, ask).unwrap_or_else(|e| panic!("{path:?}: {e:?}"));
        let elected = report.outcome.winners();
        assert_eq!(elected.len(), usize::try_from(contest.seats).unwrap());
        conserves(&report);
        wards += 1;
    }
    assert!(wards >= 40, "{wards}");
}
