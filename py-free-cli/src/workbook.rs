//! Workbooks (.xlsx, .ods) as the grid that a CSV file gives.
//!
//! A number of a workbook is a binary fraction. Where it is that of a decimal of at most 15
//! digits, nine of them behind the point, that decimal is what somebody typed, and it is taken;
//! any other is the result of a calculation, marked as such, and a problem wherever it would be
//! read. So are dates and errors of formulas where an id, a mark or an amount should stand.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader as _, Xlsx, open_workbook_from_rs};
use isonomia::formats::{Grid, Kind};
use isonomia::problem::{Diagnostics, Problem};

/// Digits that every decimal keeps through a binary fraction of 64 bits and back.
const DIGITS: usize = 15;

/// Places behind the point that amounts may have.
const PLACES: usize = 9;

fn unreadable(error: &impl std::fmt::Display) -> Problem {
    Problem::error("workbook-unreadable").found(error.to_string())
}

/// Opens a workbook and reads one sheet: that of the name, else the first that is not empty.
pub(crate) fn open(
    bytes: &[u8],
    sheet: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Result<Grid, Problem> {
    let xlsx: Result<Xlsx<_>, _> = open_workbook_from_rs(Cursor::new(bytes));
    match xlsx {
        Ok(mut book) => {
            let names = book.sheet_names();
            choose(&names, sheet, diagnostics, |name| {
                xlsx_sheet(&mut book, name)
            })
        }
        Err(error) => {
            let ods: Result<Ods<_>, _> = open_workbook_from_rs(Cursor::new(bytes));
            // What is wrong with an .xlsx is said by its own reader.
            let mut book = ods.map_err(|_| unreadable(&error))?;
            let names = book.sheet_names();
            choose(&names, sheet, diagnostics, |name| {
                ods_sheet(&mut book, name)
            })
        }
    }
}

/// Reads the sheet asked for, else the first that is not empty; says which others hold anything.
fn choose(
    names: &[String],
    asked: Option<&str>,
    diagnostics: &mut Diagnostics,
    mut read: impl FnMut(&str) -> Result<Grid, Problem>,
) -> Result<Grid, Problem> {
    if let Some(asked) = asked {
        if !names.iter().any(|name| name == asked) {
            let problem = Problem::error("sheet-unknown").found(asked);
            return Err(problem.expected(names.join(", ")));
        }
        return read(asked);
    }
    let mut chosen: Option<Grid> = None;
    let mut others = Vec::new();
    for name in names {
        let grid = read(name)?;
        if grid.is_empty() {
            continue;
        }
        if chosen.is_none() {
            chosen = Some(grid);
        } else {
            others.push(name.as_str());
        }
    }
    if !others.is_empty() {
        diagnostics.push(Problem::warning("sheets-not-read").found(others.join(", ")));
    }
    Ok(chosen.unwrap_or_default())
}

/// Cells as they stream by, so that one far away costs no more than one nearby.
fn xlsx_sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Grid, Problem> {
    let mut cells = book
        .worksheet_cells_reader(name)
        .map_err(|e| unreadable(&e))?;
    let mut grid = Grid::default();
    let (mut row, mut width) = (0u32, 0u32);
    while let Some(cell) = cells.next_cell().map_err(|e| unreadable(&e))? {
        let (at, column) = cell.get_position();
        if at < row || (at == row && column < width) {
            return Err(unreadable(&format!("cells out of order in row {}", at + 1)));
        }
        if at > row {
            grid.end_row(row + 1)?;
            (row, width) = (at, 0);
        }
        while width < column {
            grid.cell("", Kind::Text)?;
            width += 1;
        }
        // A cell is taken apart as the owned kind is: one list of what may stand in one.
        let (text, kind) = content(&owned(cell.get_value()));
        grid.cell(&text, kind)?;
        width += 1;
    }
    grid.end_row(row + 1)?;
    Ok(grid)
}

fn owned(cell: &DataRef<'_>) -> Data {
    Data::from(cell.clone())
}

fn ods_sheet(book: &mut Ods<Cursor<&[u8]>>, name: &str) -> Result<Grid, Problem> {
    let range = book.worksheet_range(name).map_err(|e| unreadable(&e))?;
    let (top, left) = range.start().unwrap_or_default();
    let mut grid = Grid::default();
    for (at, row) in (top + 1..).zip(range.rows()) {
        for _ in 0..left {
            grid.cell("", Kind::Text)?;
        }
        for cell in row {
            let (text, kind) = content(cell);
            grid.cell(&text, kind)?;
        }
        grid.end_row(at)?;
    }
    Ok(grid)
}

/// The text of a cell and what it is.
fn content(cell: &Data) -> (String, Kind) {
    match cell {
        Data::Empty => (String::new(), Kind::Text),
        Data::String(text) => (text.trim().to_owned(), Kind::Text),
        Data::Bool(true) => ("TRUE".to_owned(), Kind::Text),
        Data::Bool(false) => ("FALSE".to_owned(), Kind::Text),
        Data::Int(number) => (number.to_string(), Kind::Number),
        Data::Float(number) => decimal(*number),
        Data::DateTime(date) => (date_text(*date), Kind::Date),
        Data::DateTimeIso(text) | Data::DurationIso(text) => (text.clone(), Kind::Date),
        Data::Error(error) => (error.to_string(), Kind::Error),
    }
}

/// The shortest decimal that is this number, where it has few digits.
fn decimal(number: f64) -> (String, Kind) {
    if !number.is_finite() {
        return (number.to_string(), Kind::Error);
    }
    let text = number.to_string();
    let digits = text.trim_start_matches(['-', '0', '.']);
    let digits = digits.bytes().filter(u8::is_ascii_digit).count();
    let places = text.split_once('.').map_or(0, |(_, places)| places.len());
    if digits <= DIGITS && places <= PLACES {
        (text, Kind::Number)
    } else {
        (text, Kind::Inexact)
    }
}

fn date_text(date: ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_decimals_of_few_digits_or_none() {
        for (number, text, kind) in [
            (12.0, "12", Kind::Number),
            (45000.5, "45000.5", Kind::Number),
            (-3.0, "-3", Kind::Number),
            (0.1, "0.1", Kind::Number),
            (0.1 + 0.2, "0.30000000000000004", Kind::Inexact),
            (100.0 / 3.0, "33.333333333333336", Kind::Inexact),
            (123_456_789_012_345.0, "123456789012345", Kind::Number),
            (9_007_199_254_740_993.0, "9007199254740992", Kind::Inexact),
        ] {
            assert_eq!(decimal(number), (text.to_owned(), kind));
        }
        assert_eq!(decimal(f64::NAN).1, Kind::Error);
    }
}
