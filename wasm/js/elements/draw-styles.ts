/** The look of `<isonomia-draw>`, on top of what all elements share (`styles.ts`). */
const CSS = `
:host {
  --pass: var(--isonomia-pass, #17573c);
  --unproven: var(--isonomia-unproven, #7a4a00);
  --fail: var(--isonomia-error, #a3261c);
}
@supports (color: light-dark(#000, #fff)) {
  :host {
    --pass: var(--isonomia-pass, light-dark(#17573c, #7fcfa6));
    --unproven: var(--isonomia-unproven, light-dark(#7a4a00, #ffcf70));
    --fail: var(--isonomia-error, light-dark(#a3261c, #ffb4a9));
  }
}
.draw { display: grid; gap: calc(var(--gap) * 1.5); min-inline-size: 0; overflow-wrap: anywhere; }
.heading { margin: 0; font-size: 1.5em; line-height: 1.2; }
.sub { margin: 0; font-size: 1.15em; line-height: 1.3; }
.box { display: grid; gap: var(--gap); min-inline-size: 0; justify-items: start; }
.drop { border: 2px dashed var(--border); border-radius: var(--radius); padding: 1.25rem 1rem; justify-self: stretch; }
.drop.over { border-color: var(--accent); border-style: solid; }
.drop strong { display: block; font-size: 1.1em; }
.button { padding: 0.6rem 1.1rem; border: 2px solid var(--accent); border-radius: var(--radius); background: var(--accent); color: var(--on-accent); font-weight: 700; }
.button.quiet { background: var(--surface); color: var(--accent); }
.unseen { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); }
.field { display: grid; gap: 0.25rem; justify-self: stretch; }
.field label { font-weight: 600; }
input[type=text], textarea { font: inherit; font-family: ui-monospace, monospace; color: inherit; background: var(--surface); border: 1px solid var(--border); border-radius: var(--radius); padding: 0.6rem; min-block-size: 2.75rem; inline-size: 100%; min-inline-size: 0; }
textarea { min-block-size: 5rem; resize: vertical; }
input:focus-visible, textarea:focus-visible, summary:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
[aria-invalid=true] { border-color: var(--fail); border-width: 2px; }
.note { margin: 0; color: var(--muted); }
.rows { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; justify-self: stretch; min-inline-size: 0; }
.file { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
.file > span { flex: 1 1 12rem; min-inline-size: 0; }
.verdict { display: flex; gap: 0.75rem; align-items: flex-start; justify-self: stretch; border: 3px solid; border-radius: var(--radius); padding: 1rem; background: var(--surface); font-size: 1.25em; font-weight: 700; line-height: 1.3; }
.verdict svg { inline-size: 2.25rem; block-size: 2.25rem; flex: none; }
.PASS { color: var(--pass); } .UNPROVEN { color: var(--unproven); } .FAIL { color: var(--fail); }
.check { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 0.6rem; padding-block: 0.6rem; border-block-end: 1px solid var(--border); }
.check svg { inline-size: 1.5rem; block-size: 1.5rem; grid-row: 1 / 3; }
.check .what { font-weight: 700; color: CanvasText; color: inherit; }
.check .found { font-weight: 600; }
.check p { grid-column: 2; }
.bare { color: inherit; }
summary { cursor: pointer; min-block-size: 2.75rem; display: flex; align-items: center; gap: 0.5rem; font-weight: 700; }
summary::before { content: "▸"; } details[open] > summary::before { content: "▾"; }
details { justify-self: stretch; min-inline-size: 0; }
ul.plain { margin: 0; padding-inline-start: 1.25rem; display: grid; gap: 0.35rem; }
.busy::before { content: ""; display: inline-block; inline-size: 1em; block-size: 1em; margin-inline-end: 0.5em; border: 3px solid var(--border); border-block-start-color: var(--accent); border-radius: 50%; animation: turn 1s linear infinite; vertical-align: -0.15em; }
@keyframes turn { to { transform: rotate(1turn); } }
@media (prefers-reduced-motion: reduce) { .busy::before { animation: none; } }
@media (forced-colors: active) { .verdict, .drop { border-color: CanvasText; } .button { forced-color-adjust: none; background: ButtonFace; color: ButtonText; border-color: ButtonText; } }
@media print { .drop, .field, .tool, .button, .prove { display: none; } .check { break-inside: avoid; } }
`;

let sheet: CSSStyleSheet | undefined;

export function drawStyles(): CSSStyleSheet {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
  }
  return sheet;
}
