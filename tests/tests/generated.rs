//! What is written from the registry: the pages of docs/rules and the rules' TypeScript types.

use isonomia::params::ParamSpec;
use isonomia::rule::{Entry, paper};
use isonomia::rules::RULES;
use isonomia_tests::files::root;
use isonomia_tests::golden;
use std::fmt::Write;

#[test]
fn typescript_knows_every_rule() {
    golden::check("wasm/js/rules.ts", &typescript());
}

#[test]
fn every_rule_has_its_page() {
    golden::check("docs/rules/README.md", &index());
    golden::check("docs/rules/budget-papers.md", &papers());
    for entry in RULES {
        golden::check(&format!("docs/rules/{}.md", entry.meta.id), &page(entry));
    }
}

#[test]
fn no_page_is_left_without_its_rule() {
    let folder = root().join("docs/rules");
    for family in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        for page in std::fs::read_dir(family.path())
            .into_iter()
            .flatten()
            .flatten()
        {
            let family = family.file_name().to_string_lossy().into_owned();
            let name = page.file_name().to_string_lossy().replace(".md", "");
            let id = format!("{family}/{name}");
            let known = RULES.iter().any(|entry| entry.meta.id == id);
            assert!(known, "docs/rules/{id}.md has no rule: remove the page");
        }
    }
}

fn typescript() -> String {
    let mut text = String::from(
        "// Written from the registry of rules by `cargo xtask bless`: not to be edited.\n\n\
         /** What every rule on a budget takes beside its own. */\nexport interface PaperParams {",
    );
    for spec in &paper::specs() {
        text.push_str(&typescript_line(spec));
    }
    text.push_str("\n}\n\n/** The parameters of every rule. */\nexport interface RuleParams {\n");
    for entry in RULES {
        let _ = writeln!(text, "  /** {} */", one_line(entry.meta.summary));
        let paper = if entry.has_paper() {
            "PaperParams & "
        } else {
            ""
        };
        let _ = write!(text, "  \"{}\": {paper}{{", entry.meta.id);
        let specs = entry.own_specs();
        for spec in &specs {
            text.push_str(&typescript_line(spec));
        }
        text.push_str(if specs.is_empty() { "};\n" } else { "\n  };\n" });
    }
    text.push_str(
        "}\n\n/** The id of a rule, `family/name`. */\nexport type RuleId = keyof RuleParams;\n",
    );
    text
}

fn typescript_line(spec: &ParamSpec) -> String {
    format!(
        "\n    /** {} Default: `{}`. */\n    {}?: {};",
        one_line(spec.doc),
        spec.default,
        spec.name,
        typescript_type(spec)
    )
}

/// A closed list of words is a union of them; what may also be a number stays open.
fn typescript_type(spec: &ParamSpec) -> String {
    let words: Vec<&str> = spec.words.iter().map(|(word, _)| *word).collect();
    let closed = words.join(" or ");
    let quoted = |words: &[&str]| {
        words
            .iter()
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
    };
    match spec.expected.as_str() {
        "true or false" => "boolean".to_owned(),
        "a whole number" => "number | string".to_owned(),
        expected if !words.is_empty() && expected == closed => quoted(&words).join(" | "),
        _ => "string | number | boolean".to_owned(),
    }
}

fn index() -> String {
    let mut text = String::from(
        "# Rules\n\nWritten from the registry by `cargo xtask bless`. `isonomia rules` prints the same list.\n",
    );
    let mut family = "";
    for entry in RULES {
        let meta = entry.meta;
        if meta.family() != family {
            family = meta.family();
            let _ = write!(
                text,
                "\n## {family}\n\n| id | rule | what it does |\n|---|---|---|\n"
            );
        }
        let summary = one_line(meta.summary);
        let _ = writeln!(
            text,
            "| [`{0}`]({0}.md) | {1} | {summary} |",
            meta.id, meta.name
        );
    }
    text
}

/// A rule's page: its file's own words, then its parameters.
fn page(entry: &Entry) -> String {
    let meta = entry.meta;
    let ties: Vec<_> = meta.ties.iter().map(|rule| rule.word()).collect();
    let mut text = format!(
        "# {}\n\n`{}`, revision {}. {}\n",
        meta.name, meta.id, meta.revision, meta.summary
    );
    text.push_str(&module_doc(meta.id));
    let specs = entry.own_specs();
    if !specs.is_empty() || entry.has_paper() {
        text.push_str("\n## Parameters\n\n");
    }
    if !specs.is_empty() {
        text.push_str(&parameters(&specs));
    }
    if entry.has_paper() {
        let gap = if specs.is_empty() { "" } else { "\n" };
        let _ = writeln!(
            text,
            "{gap}And those of [every budget vote](../budget-papers.md)."
        );
    }
    let _ = write!(
        text,
        "\n## Ties\n\nDecided by `{}` where nothing else is said.\n",
        ties.join(",")
    );
    if !meta.citations.is_empty() {
        text.push_str("\n## Sources\n\n");
    }
    for citation in meta.citations {
        let _ = writeln!(text, "- {citation}");
    }
    text
}

fn parameters(specs: &[ParamSpec]) -> String {
    let mut text =
        String::from("| `--set` | takes | default | what it does |\n|---|---|---|---|\n");
    for spec in specs {
        let doc = one_line(spec.doc);
        let _ = writeln!(
            text,
            "| `{}` | {} | `{}` | {doc} |",
            spec.name, spec.expected, spec.default
        );
        for (word, doc) in spec.words {
            let _ = writeln!(text, "| | `{word}` | | {} |", one_line(doc));
        }
    }
    text
}

/// The options of the paper of a budget vote.
fn papers() -> String {
    let mut text = String::from(
        "# Options of every budget vote\n\nWritten from the registry by `cargo xtask bless`. \
         They belong to every rule of the family `budget`, beside its own; a report shows those \
         that were set. [Budget policies](../guide/budget-policies.md) says what they do.\n\n",
    );
    text.push_str(&parameters(&paper::specs()));
    text
}

/// The `//!` lines of a rule's file, without their first paragraph (the summary says it) and
/// without the hidden lines of examples.
fn module_doc(id: &str) -> String {
    let file = root().join(format!("core/src/rules/{}.rs", id.replace('-', "_")));
    let source = std::fs::read_to_string(&file).unwrap_or_default();
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let mut text = String::new();
    let mut in_code = false;
    for line in lines.map(|line| line.strip_prefix(' ').unwrap_or(line)) {
        let fence = line.starts_with("```");
        if in_code && !fence && (line == "#" || line.starts_with("# ")) {
            continue;
        }
        // A bare fence is Rust for rustdoc, and plain text for everyone else.
        text.push_str(if fence && !in_code && line == "```" {
            "```rust"
        } else {
            line
        });
        text.push('\n');
        in_code ^= fence;
    }
    let body = text.split_once("\n\n").map_or("", |(_, rest)| rest).trim();
    // The file's headings stand one level below the page's.
    let body = body.replace("\n# ", "\n## ");
    let body = body
        .strip_prefix("# ")
        .map_or(body.clone(), |rest| format!("## {rest}"));
    if body.is_empty() {
        String::new()
    } else {
        format!("\n{body}\n")
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}
