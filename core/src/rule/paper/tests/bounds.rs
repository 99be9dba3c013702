//! Bounds that a paper declares, under every rule.

use super::load;
use crate::instance::Instance;
use crate::json::Value;
use crate::outcome::Outcome;
use crate::run::{Request, Work, count};

/// Equal Shares by its definition, with fractions: whoever breaks a bound is passed over.
fn shares_within(budget: &crate::instance::Budget) -> Vec<crate::id::OptionId> {
    use crate::id::OptionId;
    use crate::num::{Integer, Natural, Ratio};
    let voters: Vec<Vec<OptionId>> = budget
        .profile
        .classes()
        .flat_map(|class| (0..class.papers).map(move |_| class.options().collect()))
        .collect();
    let whole = |n: u64| Ratio::from(Natural::from(n));
    let share = whole(budget.budget) / whole(u64::try_from(voters.len().max(1)).unwrap());
    let mut money = vec![share; voters.len()];
    let mut funded: Vec<OptionId> = Vec::new();
    let mut open: Vec<OptionId> = budget.options.all().collect();
    let breaks = |funded: &[OptionId], project: OptionId| {
        let rivals = budget.constraints.rivals(project);
        let full = budget.constraints.categories.iter().any(|category| {
            let mine = |other: &&OptionId| category.projects.contains(other);
            let spent: u64 = funded.iter().filter(mine).map(|p| budget.costs[*p]).sum();
            let most = category.max_cost.unwrap_or(u64::MAX);
            mine(&&project) && spent + budget.costs[project] > most
        });
        full || funded.iter().any(|other| rivals.contains(other))
    };
    loop {
        // The price per unit of cost: the least at which the supporters pay for all of it.
        let price = |project: OptionId| -> Option<Ratio> {
            let mut rich: Vec<&Ratio> = (0..voters.len())
                .filter(|voter| voters[*voter].contains(&project))
                .map(|voter| &money[voter])
                .collect();
            rich.sort();
            let cost = whole(budget.costs[project]);
            let mut missing = cost.clone();
            let mut count = u64::try_from(rich.len()).unwrap();
            for held in rich {
                if held * whole(count) >= missing {
                    return Some(missing / whole(count) / cost);
                }
                missing -= held;
                count -= 1;
            }
            None
        };
        open.retain(|project| !breaks(&funded, *project));
        let mut best: Option<(Ratio, OptionId)> = None;
        for project in &open {
            let Some(price) = price(*project) else {
                continue;
            };
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, *project));
            }
        }
        let Some((price, project)) = best else {
            return funded;
        };
        for (held, voter) in money.iter_mut().zip(&voters) {
            if voter.contains(&project) {
                let pays = &price * whole(budget.costs[project]);
                let left = &*held - &pays;
                *held = if left > Ratio::ZERO {
                    left
                } else {
                    Ratio::from(Integer::ZERO)
                };
            }
        }
        funded.push(project);
        open.retain(|other| *other != project);
    }
}

#[test]
fn equal_shares_passes_over_what_breaks_a_bound() {
    let mut state = 9u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let mut passed = 0;
    for _ in 0..150 {
        let projects = 4 + random(5);
        let options: Vec<String> = (0..projects)
            .map(|id| {
                let category = if random(2) == 0 {
                    r#","category":"k""#
                } else {
                    ""
                };
                format!(r#"{{"id":"{id}","cost":{}{category}}}"#, 1 + random(9))
            })
            .collect();
        let ballots: Vec<String> = (0..8)
            .map(|_| {
                let ids = (0..projects).filter(|_| random(2) == 0);
                let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
                format!("[{}]", ids.join(","))
            })
            .collect();
        let town = format!(
            r#"{{"format":"isonomia/election/1","contests":[{{"id":"t","options":[{}],
            "ballot":{{"kind":"approval"}},"budget":24,"categories":[{{"id":"k","max_cost":{}}}],
            "exclusive":[["0","1"],["2","3"]],"ballots":[{}]}}]}}"#,
            options.join(","),
            4 + random(12),
            ballots.join(",")
        );
        let (loaded, diagnostics) = load(&town);
        let Instance::Budget(budget) = &loaded.instance else {
            panic!("a budget");
        };
        let request = Request {
            rule: Some("budget/equal-shares".to_owned()),
            params: vec![("bounds".to_owned(), "pass-over".to_owned())],
            ties: Some(vec![crate::tie::TieRule::Listed]),
            ..Request::default()
        };
        let report = count(&loaded, &diagnostics, &request, &mut Work::default()).unwrap();
        assert_eq!(report.outcome.winners(), shares_within(budget), "{town}");
        let skipped = |event: &&crate::transcript::Event| {
            let value = event.to_value(&loaded.instance);
            let reason = value.get("reason").and_then(Value::as_str);
            matches!(reason, Some("exclusive" | "over-category"))
        };
        passed += report.events.iter().filter(skipped).count();
    }
    assert!(passed > 100, "{passed}");
}

/// Towns by chance, under every rule that takes them: what is declared is kept.
#[test]
fn no_rule_breaks_what_a_paper_declares() {
    let mut state = 5u64;
    let mut random = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) % below
    };
    let (mut towns, mut kept) = (0, 0);
    for _ in 0..120 {
        let pots = 1 + random(3);
        let projects = 3 + random(6);
        let amounts: Vec<u64> = (0..pots).map(|_| 5 + random(10)).collect();
        let mut options = Vec::new();
        for id in 0..projects {
            let category = if random(2) == 0 {
                r#","category":"k""#
            } else {
                ""
            };
            options.push(format!(
                r#"{{"id":"{id}","cost":{},"pot":"{}","min_votes":{}{category}}}"#,
                random(9),
                random(pots),
                random(3)
            ));
        }
        let declared: Vec<String> = (0..pots)
            .map(|id| {
                format!(
                    r#"{{"id":"{id}","amount":{}}}"#,
                    amounts[usize::try_from(id).unwrap()]
                )
            })
            .collect();
        let ballots: Vec<String> = (0..12)
            .map(|_| {
                let ids = (0..projects).filter(|_| random(3) == 0);
                let ids: Vec<String> = ids.map(|id| format!("\"{id}\"")).collect();
                format!("[{}]", ids.join(","))
            })
            .collect();
        let bound = if random(2) == 0 {
            format!(
                r#""categories":[{{"id":"k","max_cost":{}}}],"exclusive":[["0","1"]],"#,
                3 + random(9)
            )
        } else {
            r#""categories":[{"id":"k"}],"#.to_owned()
        };
        let town = format!(
            r#"{{"format":"isonomia/election/1","contests":[{{"id":"t","options":[{}],
            "ballot":{{"kind":"approval"}},"budget":{},"pots":[{}],{bound}"ballots":[{}]}}]}}"#,
            options.join(","),
            amounts.iter().sum::<u64>(),
            declared.join(","),
            ballots.join(",")
        );
        let (loaded, diagnostics) = load(&town);
        let Instance::Budget(budget) = &loaded.instance else {
            panic!("a budget");
        };
        towns += 1;
        for entry in crate::rules::RULES.iter().filter(|entry| entry.has_paper()) {
            for leftover in ["keep", "next", "pool"] {
                let limits = [
                    ("part_max", "2"),
                    ("pot_leftover", leftover),
                    ("cap", "90%"),
                    ("bounds", "pass-over"),
                ];
                let request = Request {
                    rule: Some(entry.meta.id.to_owned()),
                    params: limits.map(|(n, t)| (n.to_owned(), t.to_owned())).to_vec(),
                    ties: Some(vec![crate::tie::TieRule::Listed]),
                    ..Request::default()
                };
                let report = count(&loaded, &diagnostics, &request, &mut Work::default());
                let report = match report {
                    Err(problems) if problems[0].code == "ballots-not-accepted" => continue,
                    report => report,
                };
                let report = report.unwrap_or_else(|p| panic!("{}: {p:?} {town}", entry.meta.id));
                assert_eq!(report.valid + report.invalid.papers(), report.ballots);
                keeps(
                    budget,
                    &report.outcome,
                    leftover,
                    &format!("{} {town}", entry.meta.id),
                );
                kept += 1;
            }
        }
    }
    assert!(towns == 120 && kept > 500, "{kept}");
}

fn keeps(budget: &crate::instance::Budget, outcome: &Outcome, leftover: &str, what: &str) {
    let Outcome::Funded {
        selected,
        cost,
        left,
        amounts,
    } = outcome
    else {
        panic!("{what}");
    };
    assert_eq!(cost + left, budget.budget, "{what}");
    let spent = |mine: &dyn Fn(&crate::id::OptionId) -> bool| -> u64 {
        let other = |p| amounts.iter().find(|(part, _)| *part == p).map(|(_, a)| *a);
        let mine = selected.iter().filter(|p| mine(p));
        mine.map(|p| other(*p).unwrap_or(budget.costs[*p])).sum()
    };
    assert_eq!(spent(&|_| true), *cost, "{what}");
    for pot in &budget.constraints.pots {
        let here = spent(&|project| pot.projects.contains(project));
        assert!(leftover != "keep" || here <= pot.amount, "{what}");
        let most = |project: &crate::id::OptionId| budget.costs[*project] * 10 <= pot.amount * 9;
        let mine = selected.iter().filter(|p| pot.projects.contains(p));
        assert!(mine.clone().all(most), "{what}");
    }
    for category in budget
        .constraints
        .categories
        .iter()
        .filter(|c| c.is_bounded())
    {
        let here = spent(&|project| category.projects.contains(project));
        assert!(category.max_cost.is_none_or(|most| here <= most), "{what}");
    }
    for group in &budget.constraints.exclusive {
        let funded = selected.iter().filter(|project| group.contains(project));
        assert!(funded.count() <= 1, "{what}");
    }
    for (project, least) in &budget.constraints.min_votes {
        let mut classes = budget.profile.classes();
        let votes: u64 = classes
            .by_ref()
            .filter(|class| class.options().any(|other| other == *project))
            .map(|class| class.papers)
            .sum();
        assert!(votes >= *least || !selected.contains(project), "{what}");
    }
}
