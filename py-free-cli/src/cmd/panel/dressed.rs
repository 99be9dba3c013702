//! Tables as spreadsheets of the operator's country want them.

use isonomia::formats::csv_record;

use crate::args::FileArgs;

/// A table of commas with the mark and the separator that were asked for.
pub(super) fn dressed(table: &[u8], args: &FileArgs) -> Vec<u8> {
    let mut out = Vec::with_capacity(table.len().saturating_add(3));
    if args.bom {
        out.extend("\u{feff}".as_bytes());
    }
    let Some(separator) = args.separator else {
        out.extend(table);
        return out;
    };
    let rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(table);
    // The engine wrote the table: no row of it is broken.
    for row in rows.into_records().flatten() {
        csv_record(row.iter(), separator, "\n", &mut out);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_gets_mark_and_separator_and_keeps_its_cells() {
        let table = "id,name\n1,\"Ann, or \"\"A\"\"\"\n2,a;b\n".as_bytes();
        let dressed = |bom, separator| {
            String::from_utf8(dressed(table, &FileArgs { bom, separator })).unwrap()
        };
        assert_eq!(dressed(false, None).as_bytes(), table);
        assert_eq!(
            dressed(true, None)
                .strip_prefix('\u{feff}')
                .unwrap()
                .as_bytes(),
            table
        );
        assert_eq!(
            dressed(true, Some(b';')),
            "\u{feff}id;name\n1;\"Ann, or \"\"A\"\"\"\n2;\"a;b\"\n"
        );
        assert_eq!(
            dressed(false, Some(b'\t')),
            "id\tname\n1\t\"Ann, or \"\"A\"\"\"\n2\ta;b\n"
        );
    }
}
