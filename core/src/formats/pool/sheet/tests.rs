use super::*;
use crate::formats::{Named, read_pool};

const CATEGORIES: &str = "feature,value,min,max\narea,N,0,9\narea,S,0,9\n";

fn read(people: &str, household: &[&str]) -> (Pool, PoolColumns, PeopleSheet) {
    let columns = PoolColumns {
        id: None,
        household: household.iter().map(|name| (*name).to_owned()).collect(),
        ..PoolColumns::default()
    };
    let mut diagnostics = Diagnostics::new("people.csv");
    let (mut people_bytes, mut categories) = (people.as_bytes(), CATEGORIES.as_bytes());
    let mut categories = Named {
        name: "categories.csv",
        reader: &mut categories,
    };
    let mut named = Named {
        name: "people.csv",
        reader: &mut people_bytes,
    };
    let pool = read_pool(
        &mut named,
        Some(&mut categories),
        &columns,
        Some(1),
        &mut diagnostics,
    );
    let pool = pool.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()));
    let sheet = PeopleSheet::read(
        &mut people.as_bytes(),
        &pool,
        &columns,
        None,
        &mut diagnostics,
    );
    let sheet = sheet.unwrap_or_else(|| panic!("{:?}", diagnostics.problems()));
    (pool, columns, sheet)
}

fn text(written: &Written) -> &str {
    std::str::from_utf8(&written.bytes).unwrap()
}

#[test]
fn everyone_written_is_the_file_that_was_read() {
    for file in [
        "id,area,name\r\nb,N,Łucja\r\na,S,\"x, \"\"y\"\"\"\r\n",
        "\u{feff}id;area;name\nb;N;Łucja\na;s;\"x; y\"\n",
        "ID\tArea\nb\tN\na\tS\n",
    ] {
        let (_, _, sheet) = read(file, &[]);
        let all = sheet.write(&|_| true, &SheetStyle::default()).unwrap();
        assert_eq!(text(&all), file);
        assert_eq!((all.people, all.formulas), (2, 0));
    }
}

#[test]
fn rows_stay_in_file_order_and_merged_ones_stand_once() {
    let (pool, ..) = read("id,area\nb,N\n,S\na,S\nb,N\n", &[]);
    let (_, _, sheet) = read("id,area\nb,N\n,S\na,S\nb,N\n", &[]);
    let all = sheet.write(&|_| true, &SheetStyle::default()).unwrap();
    assert_eq!(text(&all), "id,area\nb,N\na,S\n");
    let a = pool.find("a");
    let one = sheet.write(&|person| Some(person) == a, &SheetStyle::default());
    assert_eq!(text(&one.unwrap()), "id,area\na,S\n");
}

#[test]
fn columns_to_keep_come_beside_those_that_are_needed() {
    let file = "name,id,phone,area,street\nAnna,1,5,N,Long 1\n";
    let (_, _, sheet) = read(file, &["street"]);
    let keep = |names: &[&str]| {
        let style = SheetStyle {
            keep: Some(names.iter().map(|name| (*name).to_owned()).collect()),
            mark: true,
            ..SheetStyle::default()
        };
        sheet.write(&|_| true, &style)
    };
    let kept = keep(&["Phone"]).unwrap();
    assert_eq!(text(&kept), "\u{feff}id,phone,area,street\n1,5,N,Long 1\n");
    assert_eq!(keep(&["mail"]).unwrap_err().code, "missing-column");
}

#[test]
fn a_file_without_ids_has_row_numbers() {
    let (pool, _, sheet) = read("area\nS\nN\n", &[]);
    let second = pool.find("2");
    let one = sheet.write(&|person| Some(person) == second, &SheetStyle::default());
    assert_eq!(text(&one.unwrap()), "area\nN\n");
}

#[test]
fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
    let file = "id,area,note,phone\n1,N,\"=cmd|' /C calc'!A0\",+48 600 100 200\n2,S,@x,-5\n3,N,-x,\"=1\"\n";
    let (_, _, sheet) = read(file, &[]);
    let safe = sheet.write(&|_| true, &SheetStyle::default()).unwrap();
    assert_eq!(
        text(&safe),
        "id,area,note,phone\n1,N,'=cmd|' /C calc'!A0,+48 600 100 200\n2,S,'@x,-5\n3,N,'-x,'=1\n"
    );
    assert_eq!(safe.formulas, 4);
    assert_eq!(safe.first_formula, Some((2, "note".to_owned())));
    let style = SheetStyle {
        verbatim: true,
        ..SheetStyle::default()
    };
    let same = sheet.write(&|_| true, &style).unwrap();
    assert!(text(&same).contains("\n2,S,@x,-5\n"));
    assert_eq!(same.formulas, 4);
    for (cell, runs) in [
        ("+1(2)-3", false),
        ("＝1", true),
        ("a=1", false),
        ("", false),
        ("-", false),
        ("+a", true),
    ] {
        assert_eq!(is_formula(cell), runs, "{cell}");
    }
}
