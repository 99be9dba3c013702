/**
 * The look of the ballot elements: one constructable style sheet, which a
 * strict content security policy allows where a `<style>` element is refused.
 *
 * Font and colours come from the page. A page changes the rest by the custom
 * properties `--isonomia-*` and by `::part(...)`.
 */
const CSS = `
:host {
  --accent: var(--isonomia-accent, #17573c);
  --on-accent: var(--isonomia-on-accent, #fff);
  --surface: var(--isonomia-surface, #fff);
  --border: var(--isonomia-border, #75807a);
  --muted: var(--isonomia-muted, #4a544e);
  --error: var(--isonomia-error, #a3261c);
  --focus: var(--isonomia-focus, #0b3fa8);
  --radius: var(--isonomia-radius, 0.5rem);
  --gap: var(--isonomia-gap, 0.75rem);
  display: block;
  container-type: inline-size;
  font-family: var(--isonomia-font, inherit);
  line-height: 1.45;
}
/* A page that is dark says so by color-scheme; browsers before 2024 get the light colours. */
@supports (color: light-dark(#000, #fff)) {
  :host {
    --accent: var(--isonomia-accent, light-dark(#17573c, #7fcfa6));
    --on-accent: var(--isonomia-on-accent, light-dark(#fff, #0d1f17));
    --surface: var(--isonomia-surface, light-dark(#fff, #1b211e));
    --border: var(--isonomia-border, light-dark(#75807a, #8b978f));
    --muted: var(--isonomia-muted, light-dark(#4a544e, #b9c3bc));
    --error: var(--isonomia-error, light-dark(#a3261c, #ffb4a9));
    --focus: var(--isonomia-focus, light-dark(#0b3fa8, #ffd54a));
  }
}
:host([hidden]), [hidden] { display: none !important; }
*, ::before, ::after { box-sizing: border-box; }
p { margin: 0; }
.ballot { display: grid; gap: var(--gap); min-inline-size: 0; }
.label { font-size: 1.25em; font-weight: 700; line-height: 1.25; }
.hint, .status { color: var(--muted); }
.error { color: var(--error); font-weight: 600; border-inline-start: 0.25rem solid; padding-inline-start: 0.75rem; }

.list { list-style: none; margin: 0; padding: 0; display: grid; gap: var(--gap); grid-template-columns: repeat(auto-fill, minmax(min(100%, var(--isonomia-column, 100%)), 1fr)); }
.option {
  display: flex; flex-wrap: wrap; align-items: stretch; min-inline-size: 0;
  background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius);
  scroll-margin-block: 7rem 2rem;
}
.option.chosen { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.option.unfit { border-style: dashed; }

button { font: inherit; color: inherit; cursor: pointer; min-block-size: 2.75rem; min-inline-size: 2.75rem; }
button:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
button:disabled { cursor: not-allowed; opacity: 0.6; }
.pick {
  flex: 1 1 6rem; display: flex; gap: var(--gap); align-items: flex-start; min-inline-size: 0;
  padding: 0.75rem; text-align: start; background: none; border: 0; border-radius: inherit;
}
.pick:hover .name { text-decoration: underline; text-underline-offset: 0.2em; }
.pick[aria-disabled=true] { cursor: not-allowed; }
.words { display: flex; flex-direction: column; align-items: flex-start; gap: 0.2rem; min-inline-size: 0; overflow-wrap: anywhere; hyphens: auto; padding-block-start: 0.15rem; flex: 1; }
.words > :empty { display: none; }
.name { font-weight: 600; font-size: 1.0625em; line-height: 1.3; }
.about { color: var(--muted); font-size: 0.9375em; }
.group { font-size: 0.8125em; color: var(--muted); border: 1px solid; border-radius: 1em; padding: 0 0.6em; order: -1; }
.cost { font-weight: 700; font-variant-numeric: tabular-nums; margin-block-start: 0.25rem; }
.unfit .name, .unfit .cost { color: var(--muted); }
.reason { color: var(--error); font-size: 0.9375em; }
.spoken { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.rank, .mark {
  flex: none; display: grid; place-items: center; inline-size: 2rem; block-size: 2rem;
  border: 2px solid var(--border); font-weight: 700; font-variant-numeric: tabular-nums; line-height: 1;
}
.rank { border-radius: 50%; }
.mark { border-radius: 0.35rem; inline-size: 1.75rem; block-size: 1.75rem; }
.mark svg { visibility: hidden; }
.chosen .rank, .chosen .mark { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.chosen .mark svg { visibility: visible; }
.unfit .mark { border-style: dashed; }
svg { inline-size: 1.25rem; block-size: 1.25rem; fill: none; stroke: currentColor; stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; }

/* Room is kept for the arrows of every option, so that nothing moves when a number is given. */
.moves { display: flex; align-items: center; gap: 0.5rem; padding: 0.5rem; min-inline-size: 7.25rem; justify-content: flex-end; }
.move { display: grid; place-items: center; padding: 0; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); color: var(--accent); }
.move[aria-disabled=true] { color: var(--muted); border-style: dashed; cursor: not-allowed; }
.content { flex: 1 0 100%; padding-inline: 3.5rem 0.75rem; }
.content ::slotted(*) { display: block; padding-block-end: 0.75rem; }

.tools { display: flex; flex-wrap: wrap; gap: var(--gap); align-items: center; }
.tool { padding: 0.5rem 1rem; border: 1px solid var(--border); border-radius: var(--radius); background: var(--surface); color: var(--accent); font-weight: 600; }
.tool:hover, .move:not([aria-disabled=true]):hover { background: color-mix(in srgb, var(--accent) 10%, var(--surface)); }
.status { flex: 1 1 14rem; min-block-size: 1.45em; }

.bar {
  position: sticky; inset-block-start: var(--isonomia-sticky, 0); z-index: 1;
  background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius); padding: 0.75rem; display: grid; gap: 0.5rem;
}
.sums { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; font-variant-numeric: tabular-nums; }
.bar.over .left { color: var(--error); font-weight: 700; }
.track { display: flex; block-size: 0.75rem; border: 1px solid var(--border); border-radius: 1rem; overflow: hidden; background: color-mix(in srgb, var(--border) 15%, var(--surface)); }
.segment { background: var(--accent); border-inline-end: 2px solid var(--surface); transition: inline-size 0.2s; min-inline-size: 3px; }
.bar.over .segment { background: var(--error); }

@container (max-width: 24rem) {
  .pick { padding: 0.6rem 0.5rem; gap: 0.5rem; }
  .moves { gap: 0.25rem; padding: 0.25rem; min-inline-size: 6.25rem; }
  .name { font-size: 1em; }
}
@media (prefers-reduced-motion: reduce) { .segment { transition: none; } }
@media (forced-colors: active) {
  .option.chosen { outline: 2px solid Highlight; }
  .chosen .rank, .chosen .mark { forced-color-adjust: none; background: Highlight; color: HighlightText; }
  .segment { forced-color-adjust: none; background: Highlight; }
}
@media print { .tools, .moves, .bar { display: none; } .option { break-inside: avoid; } }
`;

let sheet: CSSStyleSheet | undefined;

/** The sheet that all elements share, made when the first of them is. */
export function styles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
