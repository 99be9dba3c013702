//! Examples of `isonomia panel`.

pub(crate) const PANEL_CHECK: &str = "\
Examples:
  isonomia panel check samples/panel/people.csv --categories samples/panel/categories.csv --seats 12
  isonomia panel check samples/panel/people.csv --categories samples/panel/categories.csv --seats 12 --include everyone --json
  isonomia panel check people.csv --categories categories.csv --seats 12 --write relaxed.csv

Exit: 0 there is a panel (and it can hold everyone asked for by --include), 1 there is none, or a
file is refused, 2 wrong usage.";

pub(crate) const PANEL_TARGETS: &str = "\
Examples:
  isonomia panel targets samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_REPORT: &str = "\
Examples:
  isonomia count samples/panel/people.csv --categories samples/panel/categories.csv --seats 12 \\
      --rule sortition/stratified --set by=district --set seats_by=quotas \\
      --seed 0707070707070707070707070707070707070707070707070707070707070707 --report panel.json
  isonomia panel report samples/panel/people.csv --categories samples/panel/categories.csv \\
      --result panel.json --html panel.html
      the panel beside pool and quotas, chances, and who is easily known
  isonomia panel report samples/panel/people.csv --categories samples/panel/categories.csv --seats 12
      before anything is drawn: the pool alone

Nobody is named but those whom no panel can hold, by id. --people-table and --lottery-table name
everyone by id, each in a file of its own: they are for the organiser only.

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_SELECT: &str = "\
Examples:
  isonomia count samples/panel/people.csv --categories samples/panel/categories.csv --seats 12 \\
      --rule sortition/stratified --set by=district --set seats_by=quotas \\
      --seed 0707070707070707070707070707070707070707070707070707070707070707 --report panel.json
  isonomia panel select samples/panel/people.csv --categories samples/panel/categories.csv \\
      --result panel.json
      writes selected.csv and remaining.csv, with the columns of people.csv
  isonomia panel select samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12 --members selected.csv --selected members.csv --remaining others.csv --bom
      the same from a list of ids, for Excel

A panel is named by --result (with --panel N where the report holds a list of panels), by --members,
or by --draw with --draw-people. Whoever lives with a member is in neither file. Cells that a
spreadsheet would run as a formula get an apostrophe; --verbatim leaves them.

Exit: 0 written, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_ALTERNATES: &str = "\
Examples:
  isonomia panel alternates samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_REPLACE: &str = "\
Examples:
  isonomia panel replace samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_INVITE: &str = "\
Examples:
  isonomia panel invite samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";
