//! Examples of `isonomia panel`.

/// The beginning of examples that need a panel: it is drawn first.
macro_rules! drawn_first {
    () => {
        "\
Examples:
  isonomia count samples/panel/people.csv --categories samples/panel/categories.csv --seats 12 \\
      --rule sortition/stratified --set by=district --set seats_by=quotas \\
      --seed 0707070707070707070707070707070707070707070707070707070707070707 --report panel.json
"
    };
}

pub(crate) const PANEL_CHECK: &str = "\
Examples:
  isonomia panel check samples/panel/people.csv --categories samples/panel/categories.csv --seats 12
  isonomia panel check samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12 --include everyone --json
  isonomia panel check people.csv --categories categories.csv --seats 12 --write relaxed.csv

Exit: 0 there is a panel (and it can hold everyone asked for by --include), 1 there is none, or a
file is refused, 2 wrong usage.";

pub(crate) const PANEL_TARGETS: &str = "\
Examples:
  isonomia panel targets samples/panel/census.csv --seats 12
      share, exact seats, target and range of each value
  isonomia panel targets samples/panel/census.csv --seats 12 --slack 1 -o quotas.csv
      wider ranges, written as a categories file
  isonomia panel check samples/panel/people.csv --categories quotas.csv --seats 12
  isonomia panel targets samples/panel/census.csv --seats 12 --slack 1 \\
      --set age/16-29=3..4 --people samples/panel/people.csv
      more of the young than their share; can these volunteers fill such a panel?

A range is the share of the seats rounded down and up, D seats wider with --slack, and at least 1
where a value stands for a whole seat. CENSUS.csv has a row for each value: feature, value, and one
of count, share (0.125, 1/8 or 12.5%) or percent; columns of other names are not read.

Exit: 0 made, 1 a file is refused or no panel can be drawn from PEOPLE.csv, 2 wrong usage.";

pub(crate) const PANEL_REPORT: &str = concat!(
    drawn_first!(),
    "\
  isonomia panel report samples/panel/people.csv --categories samples/panel/categories.csv \\
      --result panel.json --html panel.html
      the panel beside pool and quotas, chances, and who is easily known
  isonomia panel report samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12
      before anything is drawn: the pool alone

Nobody is named but those whom no panel can hold, by id. --people-table and --lottery-table name
everyone by id, each in a file of its own: they are for the organiser only.

Exit: 0 done, 1 a file is refused, 2 wrong usage."
);

pub(crate) const PANEL_SELECT: &str = concat!(
    drawn_first!(),
    "\
  isonomia panel select samples/panel/people.csv --categories samples/panel/categories.csv \\
      --result panel.json
      writes selected.csv and remaining.csv, with the columns of people.csv
  isonomia panel select samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12 --members selected.csv --selected members.csv --remaining others.csv \\
      --bom --separator semicolon
      the same from a list of ids, for Excel where decimals have commas

A panel is named by --result (with --panel N where the report holds a list of panels), by --members,
or by --draw with --draw-people. Whoever lives with a member is in neither file. Cells that a
spreadsheet would run as a formula get an apostrophe; --verbatim leaves them.

Exit: 0 written, 1 a file is refused, 2 wrong usage."
);

pub(crate) const PANEL_ALTERNATES: &str = concat!(
    drawn_first!(),
    "\
  isonomia panel alternates samples/panel/people.csv --categories samples/panel/categories.csv \\
      --result panel.json --count 4 --stays 0.85 --scenarios 100 --report alternates.json \\
      --seed 0909090909090909090909090909090909090909090909090909090909090909
      whom to keep in reserve where each member stays with a chance of 85 %
  isonomia panel alternates samples/panel/people.csv --categories samples/panel/categories.csv \\
      --result panel.json --check alternates.json
      anyone checks it, without optimising anything
  isonomia panel alternates samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12 --count 4 --stays 0.85 --scenarios 100 --terms terms.json
      what is to be fixed before the draw, for `draw plan --bind`

Guide: docs/guide/after-the-draw.md of the sources.
Exit: 0 done, 1 a file is refused or a check failed, 2 wrong usage."
);

pub(crate) const PANEL_REPLACE: &str = concat!(
    drawn_first!(),
    "\
  isonomia panel select samples/panel/people.csv --categories samples/panel/categories.csv \\
      --result panel.json
  isonomia panel replace people.csv --categories categories.csv --seats 12 \\
      --members selected.csv --gone gone.txt --out-people people-left.csv \\
      --out-categories categories-left.csv
      files for a draw of the free seats, such as `draw plan`
  isonomia panel replace people.csv --categories categories.csv --seats 12 \\
      --members selected.csv --gone gone.txt --order reserves.txt --out-members members.csv
      the first of the reserves with whom the quotas can still be met

Guide: docs/guide/after-the-draw.md of the sources.
Exit: 0 done, 1 a file is refused or nobody completes the panel, 2 wrong usage."
);

pub(crate) const PANEL_INVITE: &str = "\
Examples:
  isonomia panel invite samples/panel/people.csv --invitations 40 \\
      --seed 0707070707070707070707070707070707070707070707070707070707070707
      writes invited.csv, with the columns of the register
  isonomia panel invite register.csv --id-column number --household street,flat \\
      --invitations 20000 --who one --json \\
      --seed 0707070707070707070707070707070707070707070707070707070707070707

Each set of so many households is equally likely. With --who one, a person who lives with others is
invited less often; chances and the weights that correct for it are shown by size.

Exit: 0 written, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_WILLING: &str = "\
Examples:
  isonomia panel willing samples/panel/people.csv --categories samples/panel/categories.csv \\
      --seats 12 --survey samples/panel/people.csv --invited 5000
      here the volunteers stand in for the survey, so all factors are the same
  isonomia panel willing people.csv --categories categories.csv --seats 40 \\
      --survey census-sample.csv --weight-column weight --invited 20000 --json

The factors are an estimate, by contaminated controls: publish them with the survey. They correct
chances as `--rule sortition/weighted --set willing=...`.

Exit: 0 done, 1 a file is refused, 2 wrong usage.";
