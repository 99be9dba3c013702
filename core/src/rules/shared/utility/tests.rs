//! Values by hand, by brute force, and from mpmath.

use super::*;
use crate::ballot::Limits;
use crate::instance::{Constraints, Options};
use crate::num::Scale;
use crate::params::ParamType;
use crate::profile::ProfileBuilder;

/// Projects a, b, c ... and ballots whose options are given with points.
fn town(
    kind: BallotKind,
    budget: u64,
    scale: u32,
    costs: &[u64],
    ballots: &[&[(u32, i64)]],
) -> Budget {
    let mut options = Options::new();
    for letter in ('a'..='z').take(costs.len()) {
        let id = letter.to_string();
        options.push(&id, &id).unwrap();
    }
    let mut profile = ProfileBuilder::new(kind, options.len());
    for (line, ballot) in (1..).zip(ballots) {
        let list: Vec<OptionId> = ballot.iter().map(|(p, _)| OptionId(*p)).collect();
        let points: Vec<(OptionId, i64)> = ballot.iter().map(|(p, n)| (OptionId(*p), *n)).collect();
        match kind {
            BallotKind::Approval => profile.approval(&list, 1, 1, line),
            BallotKind::Ranking => profile.ranking(&list, 1, 1, line),
            _ => profile.scored(&points, 1, 1, line),
        }
        .unwrap();
    }
    Budget {
        options,
        costs: IdVec::from_vec(costs.to_vec()),
        budget,
        scale: Scale(scale),
        profile: profile.finish(),
        limits: Limits::default(),
        constraints: Constraints::default(),
        totals: None,
    }
}

/// What the only ballot gives to each project, as text.
fn worth(utility: Utility, budget: &Budget) -> Vec<String> {
    let utilities = Utilities::new(budget, utility, &Places::BORDA_MIN_1).unwrap();
    let class = budget.profile.class(ClassId(0));
    let worth = budget
        .options
        .all()
        .map(|p| utilities.of(&class, p).to_string());
    worth.collect()
}

#[test]
fn roots_and_logarithms_are_those_of_mpmath() {
    // mpmath 1.4.1 with 80 digits: floor(sqrt(c) * 10^9), floor(ln(1 + c) * 10^9).
    for (amount, scale, root, log) in VECTORS {
        let scale = Scale(*scale);
        assert_eq!(fixed::sqrt(*amount, scale).to_string(), *root, "{amount}");
        assert_eq!(fixed::log(*amount, scale).to_string(), *log, "{amount}");
    }
}

#[test]
fn every_word_by_hand_on_an_approval() {
    // B = 10; the ballot has a (4), b (9), c (5): two fit, a and c for 9, or b alone for 9.
    let budget = town(
        BallotKind::Approval,
        10,
        0,
        &[4, 9, 5, 7],
        &[&[(0, 1), (1, 1), (2, 1)]],
    );
    for (utility, expected) in [
        (Utility::Cardinality, ["1", "1", "1", "0"]),
        (Utility::Cost, ["4", "9", "5", "0"]),
        (Utility::Effort, ["4", "9", "5", "0"]),
        (Utility::RelativeCardinality, ["1/2", "1/2", "1/2", "0"]),
        (Utility::RelativeCost, ["4/9", "1", "5/9", "0"]),
        (Utility::RelativeCostApprox, ["2/5", "9/10", "1/2", "0"]),
        (Utility::SqrtCost, ["2", "3", "2236067977/1000000000", "0"]),
        (Utility::Cc, ["1", "1", "1", "0"]),
    ] {
        assert_eq!(worth(utility, &budget), expected, "{}", utility.word());
    }
    for refused in [Utility::Score, Utility::ScoreRelative, Utility::Borda] {
        assert!(Utilities::new(&budget, refused, &Places::BORDA).is_err());
    }
}

#[test]
fn effort_divides_by_the_supporters_and_sums_to_the_cost() {
    let ballots: [&[(u32, i64)]; 3] = [&[(0, 1)], &[(0, 1), (1, 1)], &[(0, 1)]];
    let budget = town(BallotKind::Approval, 1000, 2, &[450, 100], &ballots);
    let utilities = Utilities::new(&budget, Utility::Effort, &Places::BORDA).unwrap();
    let class = budget.profile.class(ClassId(1));
    assert_eq!(utilities.of(&class, OptionId(0)).to_string(), "3/2");
    let sums: Vec<String> = utilities.sums().values().map(Ratio::to_string).collect();
    assert_eq!(sums, ["9/2", "1"]);
}

#[test]
fn points_are_those_given_or_those_of_the_places() {
    let scored = town(
        BallotKind::Score,
        10,
        0,
        &[4, 9, 5, 7],
        &[&[(0, 3), (1, 4), (2, 0), (3, -1)]],
    );
    assert_eq!(worth(Utility::Score, &scored), ["3", "4", "0", "-1"]);
    // a and b do not fit together: the most points that fit are 4.
    assert_eq!(
        worth(Utility::ScoreRelative, &scored),
        ["3/4", "1", "0", "-1/4"]
    );
    assert_eq!(worth(Utility::Cardinality, &scored), ["1", "1", "0", "0"]);
    assert_eq!(worth(Utility::Cc, &scored), ["3", "4", "0", "0"]);
    let ranked = town(
        BallotKind::Ranking,
        20,
        0,
        &[4, 9, 5, 7],
        &[&[(2, 0), (0, 0), (1, 0)]],
    );
    assert_eq!(worth(Utility::Borda, &ranked), ["1", "0", "2", "0"]);
    assert_eq!(worth(Utility::Score, &ranked), ["2", "1", "3", "0"]);
    assert_eq!(
        worth(Utility::ScoreRelative, &ranked),
        ["1/3", "1/6", "1/2", "0"]
    );
    assert_eq!(worth(Utility::Cost, &ranked), ["4", "9", "5", "0"]);
    for (places, expected) in [
        ("borda", [1, 0, 2, 0]),
        ("borda-min-1", [2, 1, 3, 0]),
        ("borda-all", [2, 1, 3, 0]),
        ("places", [3, 2, 4, 0]),
        ("7,3", [3, 0, 7, 0]),
    ] {
        let places = Places::read(places).unwrap();
        let utilities = Utilities::new(&ranked, Utility::Score, &places).unwrap();
        let class = ranked.profile.class(ClassId(0));
        for (project, points) in ranked.options.all().zip(expected) {
            assert_eq!(
                utilities.of(&class, project),
                Ratio::from(points),
                "{places:?}"
            );
        }
    }
    assert!(Places::read("3,2,x").is_none() && Places::read("").is_none());
}

#[test]
fn bundles_are_sums_or_roots_and_logarithms_of_sums() {
    let budget = town(
        BallotKind::Approval,
        100,
        0,
        &[4, 5, 16, 90],
        &[&[(0, 1), (1, 1), (2, 1)]],
    );
    let class = budget.profile.class(ClassId(0));
    let all = |_: OptionId| true;
    let some = |p: OptionId| p.0 < 2;
    for (utility, whole, gain) in [
        (Utility::Cost, "25", "16"),
        (Utility::SqrtCost, "8236067977/1000000000", "4"),
        (Utility::CostSqrt, "5", "2"),
        (Utility::Cc, "1", "0"),
    ] {
        let utilities = Utilities::new(&budget, utility, &Places::BORDA).unwrap();
        let reduced: Ratio = whole.parse().unwrap();
        assert_eq!(utilities.whole(&class, &all), reduced, "{}", utility.word());
        let marginal = utilities.marginal(&class, &some, OptionId(2));
        assert_eq!(marginal.to_string(), gain, "{}", utility.word());
    }
    // ln 26 = 3.258096538021482... (mpmath)
    let utilities = Utilities::new(&budget, Utility::CostLog, &Places::BORDA).unwrap();
    let log = utilities.whole(&class, &all) * Ratio::from(1_000_000_000u32);
    assert_eq!(log.to_string(), "3258096538");
}

#[test]
fn knapsacks_are_those_of_every_subset() {
    let mut state = 12345u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    for _ in 0..500 {
        let mut items: Vec<(u64, u64)> = (0..next(9)).map(|_| (next(30), next(12))).collect();
        let limit = next(80);
        let (mut best, mut most) = (0, 0);
        for set in 0u32..1 << items.len() {
            let of = (0..).zip(&items).filter(|(at, _)| set >> at & 1 == 1);
            let (cost, worth): (u64, u64) =
                of.fold((0, 0), |sum, (_, item)| (sum.0 + item.0, sum.1 + item.1));
            if cost <= limit {
                best = best.max(worth);
                most = most.max(u64::from(set.count_ones()));
            }
        }
        assert_eq!(
            knapsack::best(&items, limit),
            Some(best),
            "{items:?} {limit}"
        );
        assert_eq!(knapsack::most(&mut items, limit), most);
    }
    // Sixty items whose sums all differ and do not fit: more than can be looked at.
    let wide: Vec<(u64, u64)> = (0..60).map(|at| 1u64 << at).map(|c| (c, c)).collect();
    assert_eq!(knapsack::best(&wide, 1 << 59), None);
}

#[test]
fn sums_are_those_of_the_ballots_one_by_one() {
    let ballots: [&[(u32, i64)]; 4] = [
        &[(0, 3), (1, 4)],
        &[(1, 1), (2, 5)],
        &[],
        &[(0, 2), (1, 2), (2, 2), (3, 2)],
    ];
    let costs = [40, 90, 55, 70];
    for kind in [BallotKind::Approval, BallotKind::Ranking, BallotKind::Score] {
        let budget = town(kind, 120, 1, &costs, &ballots);
        for (word, _) in Utility::words() {
            let utility = Utility::read(word).unwrap();
            let Ok(utilities) = Utilities::new(&budget, utility, &Places::BORDA_MIN_1) else {
                continue;
            };
            let sums = utilities.sums();
            for project in budget.options.all() {
                let classes = budget.profile.classes();
                let of =
                    classes.map(|class| utilities.of(&class, project) * Ratio::from(class.papers));
                let sum = of.fold(Ratio::ZERO, |sum, one| sum + one);
                assert_eq!(sums[project], sum, "{word} {project:?}");
            }
        }
    }
}

const VECTORS: &[(u128, u32, &str, &str)] = &[
    (0, 0, "0", "0"),
    (1, 0, "1000000000", "693147180"),
    (2, 0, "1414213562", "1098612288"),
    (3, 0, "1732050807", "1386294361"),
    (10, 0, "3162277660", "2397895272"),
    (999, 0, "31606961258", "6907755278"),
    (25_000, 0, "158113883008", "10126671103"),
    (1_234_567, 0, "1111110705555", "14026231669"),
    (995_079, 0, "997536465498", "13810578414"),
    (1, 2, "100000000", "9950330"),
    (50, 2, "707106781", "405465108"),
    (249_999, 2, "49999899999", "7824441932"),
    (123_456_789, 2, "1111111106055", "14026232390"),
    (1, 9, "31622", "0"),
    (1_000_000_007, 0, "31622776712363", "20723265844"),
    (1_000_000_000_000_037, 0, "31622776601684378", "34538776394"),
    (
        18_446_744_073_709_551_615,
        0,
        "4294967295999999999",
        "44361419555",
    ),
    (
        18_446_744_073_709_551_615,
        9,
        "135818791312945",
        "23638153718",
    ),
    (
        1_237_940_039_285_380_274_899_124_225,
        3,
        "1112627538435652901622",
        "55475490971",
    ),
];
