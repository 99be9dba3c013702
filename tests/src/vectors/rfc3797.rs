//! RFC 3797: the key string made of published numbers, and the MD5 selection from it.

use isonomia::digest::hex;
use isonomia::lottery::rfc3797_key;
use isonomia::lottery::samplers::rfc3797::{Row, select};

use super::Report;
use super::case::Case;

/// Checks `rfc3797.json`.
///
/// # Errors
///
/// The first key string, digest or number that differs.
pub fn check_rfc3797(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&["source", "definitions", "example", "more"])?;
    let mut report = Report::default();
    for case in file.list("more")? {
        let key = key(&mut report, &case)?;
        let selected = numbers(&case, "selected")?;
        let rows = rows(
            &case,
            &key,
            case.get("pool_size")?.number()?,
            selected.len(),
        )?;
        let ours: Vec<u32> = rows.iter().map(|row| row.selected).collect();
        report.equal(&case.place, &ours, &selected)?;
    }
    example(&mut report, &file.get("example")?)?;
    Ok(report)
}

/// The worked example of the RFC, step by step.
fn example(report: &mut Report, case: &Case) -> Result<(), String> {
    let key = key(report, case)?;
    let (pool, steps) = (case.list("pool")?, case.list("rows")?);
    let size = u128::try_from(pool.len()).unwrap_or(u128::MAX);
    let rows = rows(case, &key, size, steps.len())?;
    for ((at, row), step) in (1_u128..).zip(&rows).zip(&steps) {
        report.equal(&step.place, &at, &step.get("index")?.number()?)?;
        let digest = hex(&row.md5).to_uppercase();
        report.equal(&step.place, &digest.as_str(), &step.get("md5")?.text()?)?;
        let divisor = step.get("divisor")?.number()?;
        report.equal(&step.place, &u128::from(row.divisor), &divisor)?;
        let selected = step.get("selected")?.number()?;
        report.equal(&step.place, &u128::from(row.selected), &selected)?;
    }
    let names = case.list("selected_names")?;
    let selected = numbers(case, "selected_numbers")?;
    for ((row, number), name) in rows.iter().zip(&selected).zip(&names) {
        report.equal(&name.place, &row.selected, number)?;
        let ours = usize::try_from(row.selected - 1).ok();
        let ours = ours.and_then(|at| pool.get(at)).map(|name| &name.value);
        report.equal(&name.place, &ours, &Some(&name.value))?;
    }
    report.equal(&case.place, &names.len(), &selected.len())
}

fn key(report: &mut Report, case: &Case) -> Result<String, String> {
    let sources = case.list("sources")?;
    let sources: Result<Vec<Vec<u64>>, String> = sources
        .iter()
        .map(|source| source.items()?.iter().map(Case::number_u64).collect())
        .collect();
    let key = rfc3797_key(&sources?);
    report.equal(&case.place, &key.as_str(), &case.get("key")?.text()?)?;
    Ok(key)
}

fn rows(case: &Case, key: &str, pool: u128, count: usize) -> Result<Vec<Row>, String> {
    let (Ok(pool), Ok(count)) = (u16::try_from(pool), u16::try_from(count)) else {
        return Err(case.not("a pool"));
    };
    select(key, pool, count).map_err(|error| format!("{}: {error}", case.place))
}

fn numbers(case: &Case, key: &str) -> Result<Vec<u32>, String> {
    let numbers = case.list(key)?;
    let numbers = numbers
        .iter()
        .map(|number| u32::try_from(number.number()?).map_err(|_| number.not("within 32 bits")));
    numbers.collect()
}
