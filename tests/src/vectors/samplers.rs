//! The samplers of other projects: cryptorandom, Rivest's of 2011, consistent_sampler.

use isonomia::lottery::samplers::consistent::{self, Id, Ticket};
use isonomia::lottery::samplers::cryptorandom::Generator;
use isonomia::lottery::samplers::rivest2011;

use super::Report;
use super::case::Case;

/// Checks `samplers.json`.
///
/// # Errors
///
/// The first block, pick or ticket that differs.
pub fn check_samplers(json: &str) -> Result<Report, String> {
    let file = Case::file(json)?;
    file.sections(&[
        "source",
        "cryptorandom",
        "rivest_sampler_2011",
        "consistent_sampler",
    ])?;
    let mut report = Report::default();
    cryptorandom(&mut report, &file.get("cryptorandom")?)?;
    rivest(&mut report, &file.get("rivest_sampler_2011")?)?;
    consistent_sampler(&mut report, &file.get("consistent_sampler")?)?;
    Ok(report)
}

/// `randint` or `randint_trunc` of a range.
type Draw = fn(&mut Generator, u64, u64) -> Option<u64>;

fn cryptorandom(report: &mut Report, section: &Case) -> Result<(), String> {
    section.sections(&[
        "definition",
        "blocks",
        "randint",
        "randint_trunc",
        "getrandbits",
        "randbelow",
        "sample_by_index",
    ])?;
    let blocks = section.get("blocks")?;
    let mut generator = generator(&blocks)?;
    for block in blocks.list("hex")? {
        report.equal(&block.place, &generator.next_block(), &block.bytes32()?)?;
    }
    let randint: Draw = |generator, a, b| generator.randint(a, b).ok();
    let trunc: Draw = |generator, a, b| generator.randint_trunc(a, b).ok();
    for (key, draw) in [("randint", randint), ("randint_trunc", trunc)] {
        for case in section.list(key)? {
            let mut generator = self::generator(&case)?;
            let (a, b) = (number(&case, "a")?, number(&case, "b")?);
            for value in case.list("values")? {
                let ours = draw(&mut generator, a, b);
                report.equal(&value.place, &ours, &Some(value.number_u64()?))?;
            }
        }
    }
    let calls = section.get("getrandbits")?;
    let mut generator = self::generator(&calls)?;
    for call in calls.list("calls_k_value")? {
        let [k, value] = &call.items()?[..] else {
            return Err(call.not("a pair"));
        };
        let k = u32::try_from(k.number()?).map_err(|_| call.not("a number of bits"))?;
        let ours = decimal(&generator.bits(k));
        report.equal(&call.place, &ours.as_str(), &value.text()?)?;
    }
    let case = section.get("randbelow")?;
    let ours = self::generator(&case)?.below(number(&case, "n")?);
    report.equal(&case.place, &ours.ok(), &Some(number(&case, "value")?))?;
    for case in section.list("sample_by_index")? {
        let (n, k) = (number(&case, "n")?, number(&case, "k")?);
        let ours = self::generator(&case)?.sample_by_index(n, k);
        report.equal(&case.place, &ours.ok(), &Some(numbers(&case, "values")?))?;
    }
    Ok(())
}

fn rivest(report: &mut Report, section: &Case) -> Result<(), String> {
    section.sections(&["definition", "without_replacement", "with_replacement"])?;
    let range = |case: &Case| Ok::<_, String>((number(case, "a")?, number(case, "b")?));
    for case in section.list("without_replacement")? {
        let (seed, (a, b), n) = (case.get("seed")?, range(&case)?, number(&case, "n")?);
        let ours = rivest2011::without_replacement(seed.text()?, a, b, n).ok();
        let theirs = (numbers(&case, "values")?, number(&case, "last_i")?);
        report.equal(&case.place, &ours, &Some(theirs))?;
    }
    for case in section.list("with_replacement")? {
        let (seed, (a, b), n) = (case.get("seed")?, range(&case)?, number(&case, "n")?);
        let ours = rivest2011::with_replacement(seed.text()?, a, b, n).ok();
        report.equal(&case.place, &ours, &Some(numbers(&case, "values")?))?;
    }
    Ok(())
}

fn consistent_sampler(report: &mut Report, section: &Case) -> Result<(), String> {
    section.sections(&[
        "definition",
        "sha256_uniform",
        "first_fraction",
        "next_fraction",
        "without_replacement",
        "with_replacement",
        "tuple_ids",
    ])?;
    for (key, function) in [
        (
            "sha256_uniform",
            consistent::sha256_uniform as fn(&str) -> String,
        ),
        ("next_fraction", consistent::next_fraction),
    ] {
        for case in section.list(key)? {
            let [argument, value] = &case.items()?[..] else {
                return Err(case.not("a pair"));
            };
            let ours = function(argument.text()?);
            report.equal(&case.place, &ours.as_str(), &value.text()?)?;
        }
    }
    for case in section.list("first_fraction")? {
        let [id, seed, value] = &case.items()?[..] else {
            return Err(case.not("three values"));
        };
        let ours = consistent::first_fraction(id.text()?, seed.text()?);
        report.equal(&case.place, &ours.as_str(), &value.text()?)?;
    }
    for case in section.list("without_replacement")? {
        let (seed, ids) = (case.get("seed")?, ids(&case)?);
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let ours = consistent::without_replacement(seed.text()?, &ids);
        // Where the file takes fewer than all, the rest of ours is not looked at.
        let shown = case.list("tickets")?;
        let all = case.value.get("take").is_none();
        report.equal(&case.place, &(all && shown.len() != ids.len()), &false)?;
        tickets(report, &shown, &ours.map_err(|error| error.to_string())?)?;
    }
    for case in section.list("with_replacement")? {
        let (seed, ids) = (case.get("seed")?, ids(&case)?);
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let take = u32::try_from(number(&case, "take")?).map_err(|_| case.not("a number"))?;
        let ours = consistent::with_replacement(seed.text()?, &ids, take);
        let ours = ours.map_err(|error| error.to_string())?;
        let shown = case.list("tickets")?;
        report.equal(&case.place, &ours.len(), &shown.len())?;
        tickets(report, &shown, &ours)?;
    }
    tuples(report, &section.get("tuple_ids")?)
}

/// Compares tickets as they are shown: number, id, generation.
fn tickets(report: &mut Report, shown: &[Case], ours: &[Ticket]) -> Result<(), String> {
    for (at, case) in shown.iter().enumerate() {
        let [number, id, generation] = &case.items()?[..] else {
            return Err(case.not("three values"));
        };
        let ticket = ours.get(at).ok_or_else(|| case.not("among ours"))?;
        report.equal(&case.place, &ticket.shown(9), &number.text()?)?;
        report.equal(&case.place, &ticket.id, &printed(id)?)?;
        let generation = generation.number()?;
        report.equal(&case.place, &u128::from(ticket.generation), &generation)?;
    }
    Ok(())
}

/// The tuples stand in the file as Python prints them; here they are printed by us.
fn tuples(report: &mut Report, case: &Case) -> Result<(), String> {
    let tuple = |text: &str, number| Id::Tuple(vec![Id::Text(text.to_owned()), Id::Number(number)]);
    let ids = [
        tuple("Batch A", 1),
        tuple("Batch A", 2),
        tuple("Batch B", 1),
        tuple("O'Neil", 3),
    ];
    let ids: Vec<String> = ids.iter().filter_map(Id::print).collect();
    let texts = |key: &str| -> Result<Vec<String>, String> {
        let list = case.list(key)?;
        list.iter()
            .map(|text| Ok(text.text()?.to_owned()))
            .collect()
    };
    report.equal(&case.place, &ids, &texts("ids_printed")?)?;
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let drawn = consistent::without_replacement(case.get("seed")?.text()?, &ids);
    let drawn = drawn.map_err(|error| error.to_string())?;
    let order: Vec<String> = drawn.iter().map(|ticket| ticket.id.clone()).collect();
    report.equal(&case.place, &order, &texts("order_printed")?)?;
    let digits = usize::try_from(number(case, "digits")?).unwrap_or(usize::MAX);
    let shown = drawn.iter().map(|ticket| ticket.shown(digits).to_owned());
    report.equal(&case.place, &shown.collect(), &texts("tickets")?)
}

fn ids(case: &Case) -> Result<Vec<String>, String> {
    let ids = case.get("ids")?;
    if ids.value == "integers 0 to 99" {
        return Ok((0..100).map(|id: u32| id.to_string()).collect());
    }
    ids.items()?.iter().map(printed).collect()
}

/// Text as it is, a number in decimal: Python's `str`.
fn printed(id: &Case) -> Result<String, String> {
    match id.value.as_str() {
        Some(text) => Ok(text.to_owned()),
        None => Ok(id.number()?.to_string()),
    }
}

fn generator(case: &Case) -> Result<Generator, String> {
    Ok(Generator::new(case.get("seed")?.text()?))
}

fn number(case: &Case, key: &str) -> Result<u64, String> {
    case.get(key)?.number_u64()
}

fn numbers(case: &Case, key: &str) -> Result<Vec<u64>, String> {
    case.list(key)?.iter().map(Case::number_u64).collect()
}

/// The decimal digits of a little-endian number.
fn decimal(bytes: &[u8]) -> String {
    let mut number = bytes.to_vec();
    let mut digits = Vec::new();
    while number.iter().any(|byte| *byte != 0) {
        let mut rest = 0_u32;
        for byte in number.iter_mut().rev() {
            let value = rest << 8 | u32::from(*byte);
            *byte = u8::try_from(value / 10).unwrap_or(u8::MAX);
            rest = value % 10;
        }
        digits.push(char::from_digit(rest, 10).unwrap_or('?'));
    }
    if digits.is_empty() {
        digits.push('0');
    }
    digits.iter().rev().collect()
}
