//! Results as files: a `.pb` file with the result in it, a tidy CSV, JSON.
//!
//! One row a project (or option) with what it got and what became of it. The vote itself is in
//! the `.pb` file only; who wants to check a result needs the report.

use std::io::Write;

use super::{ConvertError, Loaded, pb, write_record};
use crate::ballot::BallotKind;
use crate::id::{IdVec, OptionId, len32};
use crate::instance::{Instance, object};
use crate::json::Value;
use crate::outcome::Outcome;
use crate::problem::Problem;
use crate::profile::Profile;
use crate::report::Report;

/// The formats of results: file name extensions.
pub const RESULT_FORMATS: [&str; 3] = ["pb", "csv", "json"];

/// What the ballots give each option.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Papers that name it, those of totals among them.
    pub votes: IdVec<OptionId, u64>,
    /// Its points: those given, or on a ranking one more than options named after it on the same
    /// paper (the column `score` of ordinal Pabulib files); none where ballots have no points.
    pub score: Option<IdVec<OptionId, i128>>,
}

/// Adds up ballots, and votes that are known only as totals. Weights of papers are not looked at.
pub fn tally(profile: &Profile, totals: Option<&IdVec<OptionId, u64>>) -> Tally {
    let mut votes = match totals {
        Some(totals) => totals.clone(),
        None => IdVec::filled(profile.options(), 0),
    };
    let mut score: IdVec<OptionId, i128> = IdVec::filled(profile.options(), 0);
    let mut add = |option: OptionId, points: i128, papers: u64| {
        let sum = &mut score[option];
        *sum = sum.saturating_add(points.saturating_mul(i128::from(papers)));
    };
    for class in profile.classes() {
        let length = len32(class.options().count());
        for (option, at) in class.options().zip(0..) {
            let sum = &mut votes[option];
            *sum = sum.saturating_add(class.papers);
            if profile.kind() == BallotKind::Ranking {
                add(option, i128::from(length.saturating_sub(at)), class.papers);
            }
        }
        for (option, points) in class.scored() {
            add(option, i128::from(points), class.papers);
        }
    }
    Tally {
        votes,
        score: (profile.kind() != BallotKind::Approval).then_some(score),
    }
}

/// One option with what became of it, as text.
struct Row {
    option: OptionId,
    /// Its place in the order of funding or election, from 1; 0 where it did not win.
    place: u32,
    /// What it gets, in a budget vote.
    amount: Option<u64>,
}

/// Writes a result in one of [`RESULT_FORMATS`]. Where ties were followed every way to several
/// outcomes there is no one result to write.
pub fn write_result(
    loaded: &Loaded,
    report: &Report,
    format: &str,
    out: &mut dyn Write,
) -> Result<(), ConvertError> {
    if report.outcomes.len() > 1 {
        let problem = Problem::error("result-not-one").found(report.outcomes.len().to_string());
        return Err(problem.expected("ties decided one way").into());
    }
    let cannot = || {
        let problem = Problem::error("format-cannot-express").path("export");
        problem
            .found(loaded.instance.kind())
            .expected("contest, budget")
    };
    let (Some(options), Some(profile)) = (loaded.instance.options(), loaded.instance.profile())
    else {
        return Err(cannot().into());
    };
    let budget = match &loaded.instance {
        Instance::Budget(budget) => Some(budget),
        _ => None,
    };
    let tally = tally(profile, budget.and_then(|budget| budget.totals.as_ref()));
    let winners = report.outcome.winners();
    if format == "pb" {
        return pb::write_result(loaded, report, &tally, &winners, out);
    }
    let amounts = match &report.outcome {
        Outcome::Funded { amounts, .. } => amounts.as_slice(),
        _ => &[],
    };
    let rows = options.all().map(|option| {
        let place = winners.iter().position(|winner| *winner == option);
        let other = amounts.iter().find(|(known, _)| *known == option);
        let amount = budget.map(|budget| match (place, other) {
            (None, _) => 0,
            (Some(_), Some((_, amount))) => *amount,
            (Some(_), None) => budget.costs[option],
        });
        Row {
            option,
            place: place.map_or(0, |place| len32(place).saturating_add(1)),
            amount,
        }
    });
    let fields = rows.map(|row| {
        let id = row.option;
        let mut fields = vec![
            ("id", options.id(id).to_owned()),
            ("name", options.name(id).to_owned()),
            ("votes", tally.votes[id].to_string()),
        ];
        fields.extend(
            tally
                .score
                .as_ref()
                .map(|score| ("score", score[id].to_string())),
        );
        fields.push(("selected", u32::from(row.place > 0).to_string()));
        let place = (row.place > 0).then(|| row.place.to_string());
        fields.push(("place", place.unwrap_or_default()));
        if let Some(budget) = budget {
            fields.push(("cost", budget.text(budget.costs[id])));
            fields.push(("amount", budget.text(row.amount.unwrap_or_default())));
            let pot = budget.constraints.pot_of(id);
            fields.push(("district", pot.map_or("", |pot| pot.id.as_str()).to_owned()));
            let categories = budget.constraints.categories.iter();
            let own = categories.filter(|category| category.projects.contains(&id));
            let own: Vec<&str> = own.map(|category| category.id.as_str()).collect();
            fields.push(("categories", own.join("|")));
        }
        fields
    });
    match format {
        "csv" => {
            for (at, fields) in fields.enumerate() {
                if at == 0 {
                    write_record(fields.iter().map(|(name, _)| *name), ',', out)?;
                }
                write_record(fields.iter().map(|(_, text)| text.as_str()), ',', out)?;
            }
        }
        "json" => {
            let rows = fields.map(|fields| {
                let fields = fields.into_iter();
                object(
                    fields
                        .map(|(name, text)| (name, Value::from(text)))
                        .collect(),
                )
            });
            let document = object(vec![
                ("rule", Value::from(report.rule.id)),
                (
                    "result",
                    Value::from(report.result_digest(&loaded.instance)),
                ),
                ("options", Value::Array(rows.collect())),
            ]);
            out.write_all(&document.canonical())?;
            out.write_all(b"\n")?;
        }
        other => {
            let problem = Problem::error("format-unknown").path("export").found(other);
            return Err(problem.expected(RESULT_FORMATS.join(", ")).into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{LoadOptions, Role, Source, load};
    use crate::problem::Diagnostics;
    use crate::run::{Request, Work, count};

    /// Two of three fit; the third has no votes.
    const TOWN: &str = "META\nkey;value\ndescription;Town\nbudget;100\nvote_type;approval\nrule;greedy\n\
        PROJECTS\nproject_id;cost;name\nschool;60;A school, new\nroad;50;\ntrees;30;Trees\n\
        VOTES\nvoter_id;vote\n1;school,road\n2;school,road\n3;school,trees\n";

    fn counted(text: &str) -> (Loaded, Report) {
        let mut bytes = text.as_bytes();
        let source = Source {
            name: "t.pb".into(),
            role: Role::Main,
            reader: &mut bytes,
        };
        let mut diagnostics = Diagnostics::default();
        let loaded = load(&mut [source], &LoadOptions::default(), &mut diagnostics);
        let loaded = loaded.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()));
        let request = Request::default();
        let report = count(&loaded, &diagnostics, &request, &mut Work::default());
        (loaded, report.expect("a count"))
    }

    fn written(text: &str, format: &str) -> String {
        let (loaded, report) = counted(text);
        let mut out = Vec::new();
        write_result(&loaded, &report, format, &mut out).expect("a result");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn one_row_a_project() {
        assert_eq!(
            written(TOWN, "csv"),
            "id,name,votes,selected,place,cost,amount,district,categories\n\
             school,\"A school, new\",3,1,1,60,60,,\n\
             road,road,2,0,,50,0,,\n\
             trees,Trees,1,1,2,30,30,,\n"
        );
        let json = written(TOWN, "json");
        let value = crate::json::parse(json.as_bytes()).expect("JSON");
        let rows = value
            .get("options")
            .and_then(Value::as_array)
            .expect("rows");
        assert_eq!(rows[2].get("place").and_then(Value::as_str), Some("2"));
    }

    #[test]
    fn a_pb_file_with_the_result_agrees_with_itself() {
        let text = written(TOWN, "pb");
        assert!(
            text.contains("\nproject_id;cost;votes;name;selected\n"),
            "{text}"
        );
        assert!(text.contains("\nschool;60;3;A school, new;1\n"), "{text}");
        let (_, report) = counted(&text);
        assert!(report.official.expect("the result in the file").agrees());
        // What a table cannot know (country, dates) is missing, and nothing is at odds.
        let mut others = report.warnings.iter();
        assert!(others.all(|warning| warning.code == "meta-incomplete"));
    }
}
