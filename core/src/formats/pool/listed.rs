//! A list of people: one id a line, or a table with a column of ids.

use std::io::BufRead;

use super::people::ID_COLUMNS;
use super::table::Table;
use super::{PoolColumns, same};
use crate::problem::{Diagnostics, Problem};

/// Reads ids, in file order; blank ones are passed over. A first line that is called as columns of
/// ids are, or as `columns` says, is a heading; a table of several columns needs such a heading.
pub fn read_ids(
    reader: &mut dyn BufRead,
    columns: &PoolColumns,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<String>> {
    let mut table = Table::open(reader, diagnostics)?;
    let header = table.header.clone();
    let find = |name: &str| header.iter().position(|cell| same(name, &cell.text));
    let names = columns
        .id
        .as_deref()
        .into_iter()
        .chain(ID_COLUMNS.iter().copied());
    let at = names.into_iter().find_map(find);
    let mut ids = Vec::new();
    match (at, header.as_slice()) {
        (Some(_), _) => {}
        (None, [only]) => ids.push(only.text.clone()),
        (None, _) => {
            let there: Vec<&str> = header.iter().map(|cell| cell.text.as_str()).collect();
            let expected = columns
                .id
                .clone()
                .unwrap_or_else(|| ID_COLUMNS.join(" or "));
            diagnostics.push(
                Problem::error("missing-column")
                    .at(1, 1)
                    .path(&expected)
                    .found(there.join(", "))
                    .expected(&expected),
            );
            return None;
        }
    }
    while let Some(row) = table.next(diagnostics) {
        let cell = row.cells.into_iter().nth(at.unwrap_or_default());
        ids.extend(cell.map(|cell| cell.text).filter(|id| !id.is_empty()));
    }
    Some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_or_a_table_of_ids_is_read() {
        let read = |text: &str| {
            let mut diagnostics = Diagnostics::default();
            read_ids(
                &mut text.as_bytes(),
                &PoolColumns::default(),
                &mut diagnostics,
            )
        };
        let ids = |ids: &[&str]| Some(ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
        assert_eq!(read("7\n\n3\n"), ids(&["7", "3"]));
        assert_eq!(read("ID\n7\n3"), ids(&["7", "3"]));
        assert_eq!(read("name;id\nA;7\nB;\nC;3\n"), ids(&["7", "3"]));
        assert_eq!(read("name;nr\nA;7\n"), None);
    }
}
