//! Blocks as one printable HTML page: no script, no network, pictures with their tables.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::blocks::{Align, Bars, Block, Groups, Lines, Table};
use super::catalogue::Lang;
use crate::id::ix;

/// The style of the page: quiet, readable, and fit for A4 paper.
const STYLE: &str = "
:root{color-scheme:light dark;--accent:#1f5c99;--muted:#6f7d8b;--line:#d5dbe1;--note:#fff6dd;--ink:#1b2733;--paper:#fff}
@media(prefers-color-scheme:dark){:root{--accent:#7fb6ea;--muted:#7a8896;--line:#3a4550;--note:#3a3214;--ink:#e8edf2;--paper:#141a20}}
body{font:1rem/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);max-width:60rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2.2rem}.lead{font-size:1.25rem;font-weight:600}
.note{background:var(--note);border-inline-start:.3rem solid #c98a00;padding:.6rem 1rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:start;font-weight:600;padding-block:.4rem}
th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:start;vertical-align:top}
.end{text-align:end;font-variant-numeric:tabular-nums}.wide{overflow-x:auto}svg{width:100%;height:auto;display:block}
.line{fill:none;stroke:var(--muted);opacity:.6}.line-won{fill:none;stroke:var(--accent);stroke-width:2}.axis{stroke:var(--line)}
.bar,.g0{fill:var(--muted)}.won,.g1{fill:var(--accent)}.g2{fill:none;stroke:var(--ink)}.g3{fill:var(--line);stroke:var(--muted)}svg text{fill:var(--ink);font:14px system-ui,sans-serif}
@media print{body{margin:0;max-width:none}table,svg,.note{break-inside:avoid}:root{--ink:#000;--paper:#fff;--note:#fff}}
";

/// A whole page.
pub fn page(title: &str, blocks: &[Block], lang: Lang) -> String {
    html! {
        (DOCTYPE)
        html lang=(lang.whole().word()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    @for block in blocks { (render(block)) }
                }
            }
        }
    }
    .into_string()
}

fn render(block: &Block) -> Markup {
    match block {
        Block::Lead(sentence) => html! { p.lead { (sentence) } },
        Block::Heading(sentence) => html! { h2 { (sentence) } },
        Block::Para(sentence) => html! { p { (sentence) } },
        Block::Note(sentence) => html! { p.note { (sentence) } },
        Block::List(items) => html! { ol { @for item in items { li { (item) } } } },
        Block::Lines(shown) => lines(shown),
        Block::Groups(shown) => groups(shown),
        Block::Table(table) => html! {
            @if let Some(bars) = &table.bars { (picture(table, bars)) }
            div.wide { (table_markup(table)) }
        },
    }
}

fn table_markup(table: &Table) -> Markup {
    let class = |align: Align| if align == Align::End { "end" } else { "start" };
    html! {
        table {
            @if !table.caption.is_empty() { caption { (table.caption) } }
            thead { tr { @for (name, align) in &table.head { th scope="col" class=(class(*align)) { (name) } } } }
            tbody {
                @for row in &table.rows {
                    tr { @for (cell, (_, align)) in row.iter().zip(&table.head) { td class=(class(*align)) { (cell) } } }
                }
            }
        }
    }
}

/// Horizontal bars; the winner is told by a mark as well as by colour. The table below holds the
/// same numbers; title and description say so to who cannot see the picture.
fn picture(table: &Table, bars: &Bars) -> Markup {
    let rows = bars.thousandths.len();
    let height = rows * 28 + 8;
    html! {
        svg viewBox={ "0 0 800 " (height) } role="img" focusable="false" {
            title { (table.caption) }
            desc { @for row in &table.rows { (row.join(" · ")) "; " } }
            @for (at, length) in bars.thousandths.iter().enumerate() {
                @let won = bars.won.get(at).copied().unwrap_or_default();
                @let label = table.rows.get(at).and_then(|row| row.first()).map_or("", String::as_str);
                @let label = if won { format!("✓ {label}") } else { label.to_owned() };
                @let short = label.chars().take(36).collect::<String>();
                text x="0" y=(at * 28 + 20) { (short) }
                rect class=(if won { "won" } else { "bar" }) x="290" y=(at * 28 + 6) width=(length / 2) height="18" rx="2" {}
            }
        }
    }
}

/// Lines over rounds from left to right. A win ends in a dot, everything else in a cross; each
/// line has its name as its title, and the winners are named at its end.
fn lines(lines: &Lines) -> Markup {
    let step = |round: usize| {
        10 + (round * 560)
            .checked_div(ix(lines.rounds))
            .unwrap_or_default()
    };
    let level = |thousandths: u32| 330 - ix(thousandths) * 3 / 10;
    html! {
        svg viewBox="0 0 800 350" role="img" focusable="false" {
            title { (lines.caption) }
            desc { (lines.about) }
            line class="axis" x1="10" y1="330" x2="570" y2="330" {}
            @for line in &lines.series {
                @let class = if line.won { "line-won" } else { "line" };
                @let points = line.thousandths.iter().enumerate().map(|(round, at)| format!("{},{}", step(round), level(*at))).collect::<Vec<_>>().join(" ");
                @let end = line.thousandths.len().saturating_sub(1);
                @let (x, y) = (step(end), level(line.thousandths.last().copied().unwrap_or_default()));
                g {
                    title { (line.name) }
                    polyline class=(class) points=(points) {}
                    @if line.won { circle class="won" cx=(x) cy=(y) r="4" {} }
                    @else { path class=(class) d={ "M" (x.saturating_sub(3)) " " (y.saturating_sub(3)) "l6 6m0 -6l-6 6" } {} }
                }
            }
        }
    }
}

/// Bars side by side, with their numbers at their ends and the names of the series above: solid,
/// accent and outline differ without colour too.
fn groups(shown: &Groups) -> Markup {
    let each = shown.series.len() * 18 + 10;
    let height = 30 + shown.groups.len() * each;
    html! {
        svg viewBox={ "0 0 800 " (height) } role="img" focusable="false" {
            title { (shown.caption) }
            desc { (shown.about) }
            @for (at, name) in shown.series.iter().enumerate() {
                rect class={ "g" (at) } x=(200 * at + 1) y="5" width="12" height="12" {}
                text x=(200 * at + 20) y="16" { (name) }
            }
            @for (row, (name, bars)) in shown.groups.iter().enumerate() {
                @let top = 30 + row * each;
                @let short = name.chars().take(30).collect::<String>();
                text x="0" y=(top + 14) { (short) }
                @for (at, (length, text)) in bars.iter().enumerate() {
                    @let width = ix(*length) * 4 / 10;
                    rect class={ "g" (at) } x="270" y=(top + at * 18 + 2) width=(width) height="13" {}
                    text x=(276 + width) y=(top + at * 18 + 14) { (text) }
                }
            }
        }
    }
}
