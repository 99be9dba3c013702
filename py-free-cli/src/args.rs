//! What may be typed. The words are stable: scripts depend on them.

mod draw;
mod examples;
mod input;
mod panel;
mod people;

use std::path::PathBuf;

use clap::{ArgGroup, Args as ClapArgs, Parser, Subcommand};
use isonomia::formats::RESULT_FORMATS;
use isonomia::lottery::Seed;
use isonomia::present::Lang;
use isonomia::tie::{TieRule, parse_ties};

pub(crate) use draw::{
    DrawAnchor, DrawBeacon, DrawCommand, DrawCommit, DrawDice, DrawExplain, DrawList, DrawPlan,
    DrawProve, DrawReveal, DrawRun, DrawSample, DrawSeal, DrawSign, DrawVerify, Keygen, Method,
    Statement,
};
pub(crate) use input::{Asked, InputArgs, LotTrust};
pub(crate) use panel::{
    DrawnArgs, FileArgs, InviteWho, PanelAlternates, PanelCheck, PanelCommand, PanelInvite,
    PanelReplace, PanelReport, PanelSelect, PanelTargets, PanelWilling, SheetArgs, TableArgs,
};
pub(crate) use people::{Columns, PoolArgs};

/// Counts votes, draws panels and lets anyone check both.
#[derive(Debug, Parser)]
#[command(
    name = "isonomia",
    version,
    about = "Counts votes, draws panels, and lets anyone check both.",
    after_help = examples::ISONOMIA,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub(crate) struct Args {
    /// Language of what people read: en or pl (else the variable ISONOMIA_LANG, else en)
    #[arg(long, global = true, value_name = "LANG", value_parser = lang, display_order = 900)]
    pub(crate) lang: Option<Lang>,
    /// No warnings and no progress
    #[arg(long, short, global = true, display_order = 901)]
    pub(crate) quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Count ballots and say who won, why, and how to check it
    #[command(after_help = examples::COUNT)]
    Count(CountArgs),
    /// Say why: what stood behind each project, what was missing, and what voters got
    #[command(after_help = examples::EXPLAIN)]
    Explain(ExplainArgs),
    /// Show what can be shown of a result, as a certificate that is checked without counting
    #[command(after_help = examples::CERTIFY)]
    Certify(CertifyArgs),
    /// Count the same files by several rules, side by side
    #[command(after_help = examples::COMPARE)]
    Compare(CompareArgs),
    /// Count again what a report states and name the first difference
    #[command(after_help = examples::AUDIT)]
    Audit(AuditArgs),
    /// List every defect of a file with its line, column and a hint
    #[command(after_help = examples::CHECK)]
    Check(CheckArgs),
    /// Say what the columns of a spreadsheet of ballots mean, to be saved and given back
    #[command(after_help = examples::COLUMNS)]
    Columns(ColumnsArgs),
    /// Write a file in another format
    #[command(after_help = examples::CONVERT)]
    Convert(ConvertArgs),
    /// List the rules, or tell all about one
    #[command(after_help = examples::RULES)]
    Rules(RulesArgs),
    /// List the file formats
    #[command(after_help = examples::FORMATS)]
    Formats(FormatsArgs),
    /// Draw a panel of people by lot so that anyone can check it, or check such a draw
    #[command(subcommand)]
    Draw(DrawCommand),
    /// Prepare a panel of people and what follows its draw: quotas, invitations, reports, reserves
    #[command(subcommand)]
    Panel(PanelCommand),
    /// Make a pair of keys for signing draws
    #[command(after_help = examples::KEYGEN)]
    Keygen(Keygen),
}

/// `isonomia count`
#[derive(Debug, ClapArgs)]
pub(crate) struct CountArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Rule, such as ranked/irv (see `isonomia rules`); else the one the file declares
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Option<String>,
    /// Option of the rule (see `isonomia rules ID`); may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Print the report as one line of JSON
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print one row of CSV for each file
    #[arg(long)]
    pub(crate) csv: bool,
    /// Also write the report, for `isonomia audit`
    #[arg(long, value_name = "OUT.json")]
    pub(crate) report: Option<PathBuf>,
    /// Also write the result as a page that stands alone
    #[arg(long, value_name = "OUT.html")]
    pub(crate) html: Option<PathBuf>,
    /// Also write the result for other programs: .pb (the vote with its result), .csv or .json
    /// (one row a project); may be repeated
    #[arg(long, value_name = "OUT.pb|csv|json", value_parser = export)]
    pub(crate) export: Vec<PathBuf>,
}

/// What is counted, and by which rule.
#[derive(Debug, ClapArgs)]
pub(crate) struct Counted {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Rule, such as budget/equal-shares (see `isonomia rules`); else the one the file declares
    #[arg(long, value_name = "ID")]
    pub(crate) rule: Option<String>,
    /// Option of the rule (see `isonomia rules ID`); may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
    #[command(flatten)]
    pub(crate) asked: Asked,
}

/// `isonomia explain`
#[derive(Debug, ClapArgs)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) counted: Counted,
    /// How much to count again to find what each loser was short of: classes of equal ballots
    /// times what a run takes, in millions; 0 for none
    #[arg(long, value_name = "MILLIONS", default_value_t = 60)]
    pub(crate) effort: u32,
    /// Print one line of JSON for each file
    #[arg(long)]
    pub(crate) json: bool,
    /// Also write result and explanation as a page that stands alone
    #[arg(long, value_name = "OUT.html")]
    pub(crate) html: Option<PathBuf>,
}

/// `isonomia certify`
#[derive(Debug, ClapArgs)]
pub(crate) struct CertifyArgs {
    #[command(flatten)]
    pub(crate) counted: Counted,
    /// Print the certificate as one line of JSON for each file
    #[arg(long)]
    pub(crate) json: bool,
    /// Also write the certificate, for `isonomia audit --certificate`
    #[arg(short, long = "out", value_name = "OUT.json")]
    pub(crate) out: Option<PathBuf>,
    /// Also write the report, for `isonomia audit`
    #[arg(long, value_name = "OUT.json")]
    pub(crate) report: Option<PathBuf>,
}

/// `isonomia compare`
#[derive(Debug, ClapArgs)]
#[command(group(ArgGroup::new("by").args(["rules", "all"]).required(true)))]
pub(crate) struct CompareArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Rules, separated by commas
    #[arg(long, value_name = "A,B,C", value_delimiter = ',')]
    pub(crate) rules: Vec<String>,
    /// Every rule that can count the file
    #[arg(long)]
    pub(crate) all: bool,
    /// Option of one rule, or of every rule that has it; may be repeated
    #[arg(long = "set", value_name = "[ID:]KEY=VALUE", value_parser = rule_pair)]
    pub(crate) set: Vec<RulePair>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Print one line of JSON for each file and rule
    #[arg(long, conflicts_with = "csv")]
    pub(crate) json: bool,
    /// Print one row of CSV for each file and rule
    #[arg(long)]
    pub(crate) csv: bool,
    /// Also write the comparison as a page that stands alone
    #[arg(long, value_name = "OUT.html")]
    pub(crate) html: Option<PathBuf>,
}

/// `isonomia audit`
#[derive(Debug, ClapArgs)]
pub(crate) struct AuditArgs {
    /// The report, as `count --report` or `count --json` wrote it
    #[arg(value_name = "REPORT.json")]
    pub(crate) report: PathBuf,
    /// The file that was counted, or - for standard input
    #[arg(long, value_name = "FILE")]
    pub(crate) input: PathBuf,
    /// Its ballots, where they stand in a file of their own
    #[arg(long, value_name = "FILE")]
    pub(crate) ballots: Option<PathBuf>,
    /// Its categories, where it is a pool of people
    #[arg(long, value_name = "FILE")]
    pub(crate) categories: Option<PathBuf>,
    /// Its projects, where it is a table of ballots
    #[arg(long, value_name = "FILE")]
    pub(crate) projects: Option<PathBuf>,
    /// Its totals of paper cards, where it is a table of ballots
    #[arg(long, value_name = "FILE")]
    pub(crate) totals: Option<PathBuf>,
    /// Format of the input, where it was converted and its content is not to decide; rule, seats
    /// and everything else stand in the report
    #[arg(long, value_name = "FORMAT", requires = "converted")]
    pub(crate) from: Option<String>,
    /// The input was converted: what it says must be equal, its bytes need not be
    #[arg(long)]
    pub(crate) converted: bool,
    /// Check this certificate against report and input instead of counting again
    #[arg(long, value_name = "CERT.json", conflicts_with_all = ["converted", "from"])]
    pub(crate) certificate: Option<PathBuf>,
    /// Transcript of the sealed draw that the report's lots come from: it is checked too
    #[arg(long, value_name = "TRANSCRIPT.json")]
    pub(crate) lots: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) trust: LotTrust,
    /// Print the verdict as JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `isonomia check`
#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Exit 1 also where there is only a warning
    #[arg(long)]
    pub(crate) strict: bool,
    /// Write a .pb file with its manner mended: line ends, blanks, order, counts in META. What
    /// it says stays the same; what needs a person is left
    #[arg(long, requires = "out")]
    pub(crate) fix: bool,
    /// File to write the mended file to
    #[arg(short, long = "out", value_name = "OUT", requires = "fix")]
    pub(crate) out: Option<PathBuf>,
    /// Print one line of JSON for each file
    #[arg(long)]
    pub(crate) json: bool,
}

/// `isonomia columns`
#[derive(Debug, ClapArgs)]
pub(crate) struct ColumnsArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Map to write; else standard output
    #[arg(short, long = "out", value_name = "MAP.json")]
    pub(crate) out: Option<PathBuf>,
}

/// `isonomia convert`
#[derive(Debug, ClapArgs)]
pub(crate) struct ConvertArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// Format to write (see `isonomia formats`)
    #[arg(long, value_name = "FORMAT")]
    pub(crate) to: String,
    /// File to write; else standard output
    #[arg(short, long = "out", value_name = "OUT")]
    pub(crate) out: Option<PathBuf>,
}

/// `isonomia rules`
#[derive(Debug, ClapArgs)]
pub(crate) struct RulesArgs {
    /// Tell everything about this rule
    #[arg(value_name = "ID", conflicts_with = "family")]
    pub(crate) id: Option<String>,
    /// Only rules of this family: ranked, rated, quadratic, budget, sortition
    #[arg(long, value_name = "F")]
    pub(crate) family: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// `isonomia formats`
#[derive(Debug, ClapArgs)]
pub(crate) struct FormatsArgs {
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// A parameter, of one rule or of all that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RulePair {
    pub(crate) rule: Option<String>,
    pub(crate) pair: (String, String),
}

/// A list of tie words that was read; a type of its own, or clap would take a list of lists.
#[derive(Clone, Debug)]
pub(crate) struct Ties(pub(crate) Vec<TieRule>);

/// A file whose name says the format of a result.
fn export(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let known = path.extension().is_some_and(|extension| {
        let mut formats = RESULT_FORMATS.iter();
        formats.any(|format| extension.eq_ignore_ascii_case(format))
    });
    let expected = || {
        format!(
            "expected a name that ends in .{}",
            RESULT_FORMATS.join(", .")
        )
    };
    known.then_some(path).ok_or_else(expected)
}

pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err("expected KEY=VALUE, such as completion=add1".to_owned()),
    }
}

/// `budget/greedy:by=votes` or `by=votes`. A colon after the equals sign belongs to the value.
fn rule_pair(text: &str) -> Result<RulePair, String> {
    let name = text.split('=').next().unwrap_or_default();
    let (rule, rest) = match name.split_once(':') {
        Some((rule, _)) => (
            Some(rule.trim().to_owned()),
            text.get(rule.len() + 1..).unwrap_or_default(),
        ),
        None => (None, text),
    };
    Ok(RulePair {
        rule,
        pair: pair(rest)?,
    })
}

fn lang(text: &str) -> Result<Lang, String> {
    Lang::from_word(text).ok_or_else(|| "expected en or pl; draws also speak uk and ro".to_owned())
}

fn ties(text: &str) -> Result<Ties, String> {
    let words = || TieRule::ALL.map(TieRule::word).join(", ");
    match parse_ties(text) {
        Ok(list) if list.is_empty() => Err(format!("expected some of: {}", words())),
        Ok(list) => Ok(Ties(list)),
        Err(word) => Err(format!("`{word}` is none of: {}", words())),
    }
}

pub(crate) fn seed(text: &str) -> Result<Seed, String> {
    text.parse()
        .map_err(|_| "expected 64 hexadecimal digits (0-9, a-f)".to_owned())
}

/// A SHA-256 as it is announced, such as the hash of a manifest.
pub(crate) fn hash(text: &str) -> Result<[u8; 32], String> {
    isonomia::digest::unhex32(text)
        .map_err(|_| "expected 64 hexadecimal digits (0-9, a-f)".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_of_the_command_line_is_sound() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }

    #[test]
    fn a_parameter_may_name_its_rule() {
        let read = |text| rule_pair(text).map(|set| (set.rule, set.pair));
        let owned = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            read("budget/equal-shares:completion=add1,utilitarian"),
            Ok((
                Some("budget/equal-shares".to_owned()),
                owned("completion", "add1,utilitarian")
            ))
        );
        assert_eq!(read("by=a:b"), Ok((None, owned("by", "a:b"))));
        assert!(read("by").is_err());
    }
}
