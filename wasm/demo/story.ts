/** The engine's own account of a count, the same words as in the terminal and in print. */
import type { Block } from "isonomia/worker";
import { h, svg } from "./dom.js";
import { inSpoken, t } from "./language.js";

/** The account in a fold; what stands above it on the page (the lead) is left out. */
export function story(blocks: readonly Block[], title = "story"): HTMLElement {
  return h("details", { class: "story" }, h("summary", {}, t(title)), h("div", {}, ...told(blocks.filter(({ block }) => block !== "lead"))));
}

/** The parts of an account, one after the other. */
export const told = (blocks: readonly Block[]): HTMLElement[] => blocks.map((block) => inSpoken(shown(block)));

function shown(block: Block): HTMLElement {
  switch (block.block) {
    case "heading": return h("h3", {}, block.text);
    case "list": return h("ol", {}, ...block.items.map((item) => h("li", {}, item)));
    case "table": return table(block);
    case "groups": return groups(block);
    case "lines": return h("p", {}, block.about);
    default: return h("p", {}, block.text);
  }
}

function table({ caption, head, rows }: Extract<Block, { block: "table" }>): HTMLElement {
  const side = (at: number): string | false => head[at]?.align === "start" && "left";
  return h(
    "div",
    { class: "scroll", tabindex: 0, role: "group", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...head.map(({ text }, at) => h("th", { scope: "col", class: side(at) }, text)))),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell, at) => h("td", { class: side(at) }, cell))))),
    ),
  );
}

/** Bars side by side: for the eye alone, since words and the table that follows say the same. */
function groups({ caption, about, series, groups: rows }: Extract<Block, { block: "groups" }>): HTMLElement {
  const bar = ([length, text]: [number, string], at: number): HTMLElement =>
    h("span", { class: `s${at}` }, svg("svg", {}, svg("rect", { width: `${(length / 10).toFixed(1)}%`, height: "100%" })), h("span", {}, text));
  return h(
    "figure",
    { class: "groups" },
    h("figcaption", {}, caption),
    h("p", { class: "unseen" }, about),
    h(
      "div",
      { "aria-hidden": "true" },
      h("p", { class: "legend" }, ...series.map((name, at) => h("span", { class: `s${at}` }, name))),
      ...rows.map(({ name, bars }) => h("div", { class: "group" }, h("span", { class: "who" }, name), h("div", {}, ...bars.map(bar)))),
    ),
  );
}
