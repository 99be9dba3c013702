//! What depends on whether a person looks on: colours, width, progress.

use std::cell::OnceCell;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use isonomia::present::{Lang, TextStyle, message, problem};
use isonomia::problem::{Diagnostics, Problem, Severity};

/// Problems of one code that are said one by one before the rest is summed up.
const SAID: usize = 10;

/// Columns of text where there is no terminal to ask.
const COLUMNS: usize = 100;

/// Work shorter than this shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// How this run speaks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ui {
    /// Language.
    pub(crate) lang: Lang,
    /// No warnings, no progress.
    pub(crate) quiet: bool,
    /// How text on standard output is set.
    pub(crate) style: TextStyle,
}

impl Ui {
    /// Looks at the terminal. Colours only for a terminal, and never with `NO_COLOR`
    /// (no-color.org) or `TERM=dumb`.
    pub(crate) fn new(lang: Lang, quiet: bool) -> Self {
        let on_terminal = std::io::stdout().is_terminal();
        let asked_off = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let width = if on_terminal {
            terminal_size::terminal_size().map_or(COLUMNS, |(width, _)| usize::from(width.0))
        } else {
            COLUMNS
        };
        Self {
            lang,
            quiet,
            style: TextStyle {
                width: width.clamp(40, 200),
                color: on_terminal && !asked_off && !dumb,
            },
        }
    }

    /// The sentence of a key of the catalogue.
    pub(crate) fn say(&self, key: &str, args: &[(&str, &str)]) -> String {
        message(self.lang, key, args)
    }

    /// Tells problems, a sentence each; of many of one kind the first and their number.
    pub(crate) fn problems(&self, problems: &[Problem]) {
        for line in self.grouped(problems.iter(), |_| 0) {
            tell(&line);
        }
    }

    /// Tells problems of one rule, each with the rule's id.
    pub(crate) fn problems_of(&self, rule: &str, problems: &[Problem]) {
        for found in problems {
            let text = format!("{rule}: {}", problem(found, self.lang));
            tell(&self.say("cli.error", &[("text", &text)]));
        }
    }

    /// Tells why a step was refused.
    pub(crate) fn error(&self, text: &str) {
        tell(&self.say("cli.error", &[("text", text)]));
    }

    /// Tells a warning that belongs to no file.
    pub(crate) fn warning(&self, text: &str) {
        if !self.quiet {
            tell(&self.say("cli.warning", &[("text", text)]));
        }
    }

    /// Tells something that is no warning, beside the result.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            tell(text);
        }
    }

    /// Tells the warnings of a file that was counted all the same.
    pub(crate) fn warnings(&self, diagnostics: &Diagnostics) {
        if self.quiet {
            return;
        }
        let warnings = diagnostics
            .problems()
            .iter()
            .filter(|problem| problem.severity == Severity::Warning);
        let all = |code: &str| diagnostics.counts().get(code).copied().unwrap_or_default();
        for line in self.grouped(warnings, all) {
            tell(&line);
        }
    }

    /// Sentences for problems, at most [`SAID`] of one code. `all` tells how many there were,
    /// where more were counted than kept.
    fn grouped<'a>(
        &self,
        problems: impl Iterator<Item = &'a Problem>,
        all: impl Fn(&str) -> u64,
    ) -> Vec<String> {
        let mut groups: Vec<(&str, Vec<&Problem>)> = Vec::new();
        for problem in problems {
            match groups.iter_mut().find(|(code, _)| *code == problem.code) {
                Some((_, group)) => group.push(problem),
                None => groups.push((problem.code, vec![problem])),
            }
        }
        let mut lines = Vec::new();
        for (code, group) in groups {
            for said in group.iter().take(SAID) {
                lines.push(self.sentence(said));
            }
            let said = group.len().min(SAID) as u64;
            let rest = all(code).max(group.len() as u64).saturating_sub(said);
            if rest > 0 {
                lines.push(self.say("cli.and-more", &[("n", &rest.to_string())]));
            }
        }
        lines
    }

    /// A problem as a line: severity, place, sentence.
    pub(crate) fn sentence(&self, problem: &Problem) -> String {
        let key = match problem.severity {
            Severity::Error => "cli.error",
            Severity::Warning => "cli.warning",
        };
        self.say(key, &[("text", &self::problem(problem, self.lang))])
    }

    /// Text wrapped to the terminal, its further lines indented by `indent` blanks.
    pub(crate) fn hanging(&self, first: &str, text: &str, indent: usize) -> String {
        let mut out = String::from(first);
        let mut column = first.chars().count();
        let mut fresh = true;
        for word in text.split(' ') {
            let length = word.chars().count();
            if !fresh && column + 1 + length > self.style.width {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
            } else if !fresh {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += length;
            fresh = false;
        }
        out.push('\n');
        out
    }

    /// A progress bar on standard error, or none where no person would see it. It shows itself
    /// only after a moment: short work stays quiet.
    pub(crate) fn progress(&self, label: &str) -> Progress {
        if self.quiet || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        Progress(Some(Shown {
            label: label.to_owned(),
            since: Instant::now(),
            bar: OnceCell::new(),
        }))
    }
}

/// A progress bar, perhaps invisible.
pub(crate) struct Progress(Option<Shown>);

struct Shown {
    label: String,
    since: Instant,
    bar: OnceCell<ProgressBar>,
}

impl Shown {
    fn make(&self) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
        if let Ok(style) = ProgressStyle::with_template("{msg} {bar:30} {percent}% {eta}") {
            bar.set_style(style);
        }
        bar.set_message(self.label.clone());
        bar
    }
}

impl Progress {
    /// Tells how far the work is.
    pub(crate) fn at(&self, done: u64, of: u64) {
        let Some(shown) = &self.0 else { return };
        if shown.since.elapsed() > PATIENCE {
            let bar = shown.bar.get_or_init(|| shown.make());
            bar.set_length(of);
            bar.set_position(done);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.0.as_ref().and_then(|shown| shown.bar.get()) {
            bar.finish_and_clear();
        }
    }
}

/// Tells standard error. Nobody there to read it is no reason to fail.
fn tell(sentence: &str) {
    let _ = writeln!(std::io::stderr(), "{sentence}");
}
