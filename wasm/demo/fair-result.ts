/** What a search for fair chances found: the account, the report to keep, and one panel of its list. */
import type { PanelRequest, PanelResultRequest, Panels, Presentation } from "isonomia/panels";
import { download, h } from "./dom.js";
import type { Given } from "./drop.js";
import { asError } from "./engine.js";
import { errorBanner } from "./errors.js";
import { t } from "./language.js";
import { facts, keepButton } from "./result.js";
import { story, told } from "./story.js";

export function fairResult(request: PanelRequest, census: Given | undefined, { report, reportText, blocks, html }: Presentation, panels: () => Promise<Panels>): HTMLElement[] {
  const { files, seats, lang } = request;
  const asked: PanelResultRequest = { report: reportText, ...(files && { files }), ...(seats && { seats }), ...(lang && { lang }) };
  const { outcome } = report;
  const listed = outcome.kind === "panel-lottery" ? outcome.panels.length : 1;
  const lead = blocks.filter(({ block }) => block === "lead");
  const comparison = h("div", { class: "account" });
  const chosen = h("div", { class: "account", role: "status" });
  void compare({ ...asked, ...(census && { census }) }, comparison, panels);
  if (outcome.kind === "panel") void members(asked, undefined, chosen, panels);
  return [
    ...told(lead),
    h("p", { class: "banner doubt" }, t("fair.seed")),
    comparison,
    ...(outcome.kind === "panel-lottery" && listed > 0 ? [picker(listed, (number) => void members({ ...asked, panel: number }, number, chosen, panels))] : []),
    chosen,
    story(blocks),
    facts(report),
    h("div", { class: "pair-buttons" }, keepButton(reportText, "panel.report.json"), h("div", { class: "actions" }, h("button", { type: "button", class: "plain", click: () => download("panel.html", html, "text/html") }, t("fair.print")))),
  ];
}

/** Pool against panel: sentences, tables and pictures of the module. */
async function compare(asked: PanelResultRequest, place: HTMLElement, panels: () => Promise<Panels>): Promise<void> {
  const found = await panels().then((module) => module.inclusion(asked)).catch((error: unknown) => error);
  place.replaceChildren(...("blocks" in Object(found) ? told((found as Awaited<ReturnType<Panels["inclusion"]>>).blocks) : [errorBanner(asError(found))]));
}

/** The number of the panel, as dice or balls say it, or as this page throws it for a trial. */
function picker(listed: number, pick: (number: number) => void): HTMLElement {
  const input = h("input", { type: "number", id: "fair-number", min: 0, max: listed - 1, step: 1, inputmode: "numeric", "aria-describedby": "fair-number-p", change: () => {
    const number = input.valueAsNumber;
    if (Number.isInteger(number) && number >= 0 && number < listed) pick(number);
  } });
  const dice = h("button", { type: "button", class: "plain", click: () => {
    input.value = String(fairNumber(listed));
    input.dispatchEvent(new Event("change"));
  } }, t("fair.dice"));
  return h("div", {}, h("p", { id: "fair-number-p" }, t("fair.panel.p", { n: listed, last: listed - 1 })), h("div", { class: "number" }, h("p", {}, h("label", { for: "fair-number" }, t("fair.panel")), input), dice));
}

/** A number below `n`, each as likely as the other. */
function fairNumber(n: number): number {
  const room = Math.floor(2 ** 32 / n) * n;
  for (;;) {
    const [drawn = 0] = crypto.getRandomValues(new Uint32Array(1));
    if (drawn < room) return drawn % n;
  }
}

/** The members of a panel, and the two tables for whoever writes the letters. */
async function members(asked: PanelResultRequest, number: number | undefined, place: HTMLElement, panels: () => Promise<Panels>): Promise<void> {
  const found = await panels().then((module) => module.select(asked)).catch((error: unknown) => error);
  if (!("members" in Object(found))) return place.replaceChildren(errorBanner(asError(found)));
  const { members: ids, selected, remaining } = found as Awaited<ReturnType<Panels["select"]>>;
  const keep = (word: string, name: string, text: string): HTMLElement => h("button", { type: "button", class: "plain", click: () => download(name, text, "text/csv") }, t(word));
  place.replaceChildren(
    h("h3", {}, number === undefined ? t("panel.members") : t("fair.members", { number })),
    h("ul", { class: "people", "aria-label": t("panel.members") }, ...ids.map((id) => h("li", {}, id))),
    h("div", { class: "actions" }, keep("fair.selected", "selected.csv", selected), keep("fair.remaining", "remaining.csv", remaining)),
  );
}
