//! A list of people: one id a line, or a table with a column of ids.

use std::io::BufRead;

use super::PoolColumns;
use super::already::Seated;
use crate::formats::Workbook;
use crate::problem::Diagnostics;

/// Reads ids, in file order; blank ones are passed over. A first line that is called as columns of
/// ids are, or as `columns` says, is a heading; a table of several columns needs such a heading.
/// `None` where something is wrong (in `diagnostics`).
pub fn read_ids(
    reader: &mut dyn BufRead,
    columns: &PoolColumns,
    workbook: Option<Workbook>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let mut listed = Seated::named(&[]);
    listed.read("", reader, columns, workbook, diagnostics);
    (!diagnostics.has_errors()).then(|| listed.ids())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_or_a_table_of_ids_is_read() {
        let read = |text: &str| {
            let mut diagnostics = Diagnostics::default();
            let columns = PoolColumns::default();
            read_ids(&mut text.as_bytes(), &columns, None, &mut diagnostics)
        };
        let ids = |ids: &[&str]| Some(ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        assert_eq!(read("7\n\n3\n"), ids(&["7", "3"]));
        assert_eq!(read("ID\n7\n3"), ids(&["7", "3"]));
        assert_eq!(read("name;id\nA;7\nB;\nC;3\n"), ids(&["7", "3"]));
        assert_eq!(read("name;nr\nA;7\n"), None);
    }
}
