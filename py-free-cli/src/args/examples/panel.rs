//! Examples of `isonomia panel`.

pub(crate) const PANEL_CHECK: &str = "\
Examples:
  isonomia panel check samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_TARGETS: &str = "\
Examples:
  isonomia panel targets samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_REPORT: &str = "\
Examples:
  isonomia panel report samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

pub(crate) const PANEL_SELECT: &str = "\
Examples:
  isonomia panel select samples/panel/people.csv --categories samples/panel/categories.csv --seats 12

Exit: 0 done, 1 a file is refused, 2 wrong usage.";

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
