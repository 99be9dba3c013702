/**
 * Bars as a list: the words are text of the page (read aloud, reflowed,
 * printed), only the bar beside them is drawn.
 */
import { h, svg } from "./dom.js";

/** One bar. */
export interface Bar {
  label: string;
  /** The number in words, such as "75 (58%)". */
  value: string;
  /** 0 to 1 of the full width. */
  share: number;
  state?: "won" | "out" | "in";
  /** A word after the label, so that colour never says anything alone. */
  tag?: string;
  /** A sentence under the bar. */
  why?: string;
}

/** A list of bars; `line` marks a threshold at 0 to 1 of the width. */
export function bars(rows: readonly Bar[], { line, label }: { line?: number | null; label: string }): HTMLElement {
  return h(
    "ul",
    { class: "bars", "aria-label": label, role: "list" },
    ...rows.map((bar) =>
      h(
        "li",
        { class: bar.state ?? "in" },
        h("span", { class: "who" }, bar.label, bar.tag && h("span", { class: "tag" }, bar.tag)),
        h("span", { class: "what" }, bar.value),
        picture(bar.share, line ?? null),
        bar.why && h("span", { class: "why" }, bar.why),
      ),
    ),
  );
}

function picture(share: number, line: number | null): SVGElement {
  const width = `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  const at = line === null ? "" : `${(line * 100).toFixed(2)}%`;
  return svg(
    "svg",
    { "aria-hidden": "true" },
    svg("rect", { width, height: "100%" }),
    line === null ? null : svg("line", { x1: at, x2: at, y1: 0, y2: "100%" }),
  );
}

/** A budget as one bar cut into what each project takes. */
export function moneyBar(parts: readonly { label: string; share: number }[]): SVGElement {
  let from = 0;
  const cuts = parts.map(({ label, share }) => {
    const cut = svg("rect", { x: `${(from * 100).toFixed(2)}%`, width: `${(share * 100).toFixed(2)}%`, height: "100%" }, svg("title", {}, label));
    from += share;
    return cut;
  });
  return svg("svg", { "aria-hidden": "true" }, ...cuts);
}

/** A table in a fold, for those who want every number. */
export function tableFold(title: string, head: readonly string[], rows: readonly (readonly (string | { text: string; win: boolean })[])[]): HTMLElement {
  const cell = (content: string | { text: string; win: boolean }): HTMLElement =>
    typeof content === "string" ? h("td", {}, content) : h("td", { class: content.win && "win" }, content.text);
  const body = rows.map(([first = "", ...rest]) => h("tr", {}, h("th", { scope: "row" }, typeof first === "string" ? first : first.text), ...rest.map(cell)));
  return h(
    "details",
    {},
    h("summary", {}, title),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "group", "aria-label": title },
      h("table", {}, h("thead", {}, h("tr", {}, ...head.map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, ...body)),
    ),
  );
}
