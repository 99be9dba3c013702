/** Whether there is any panel, whom the quotas exclude, and which change of them would help. */
import type { PanelCheck, PanelRequest, PanelTargets, Panels, WorkerCallOptions } from "isonomia/panels";
import { download, h } from "./dom.js";
import { type Given, utf8 } from "./drop.js";
import { problemList } from "./errors.js";
import { t } from "./language.js";
import { story } from "./story.js";

/** Asks the module; where someone is excluded, also for the change after which everyone can sit. */
export async function examined(module: Panels, request: PanelRequest, options: WorkerCallOptions): Promise<PanelCheck> {
  const found = await module.check(request, options);
  return found.feasibility.excluded.length > 0 ? module.relax(request, options) : found;
}

/** The answer first, then what to change, then everything in a fold; `take` gets the changed quotas. */
export function checkResult({ feasibility, blocks, relaxed }: PanelCheck, take: (file: Given) => void): HTMLElement[] {
  const { feasible, excluded, undecided, relaxation } = feasibility;
  const shut = new Set([...excluded.flatMap(({ people }) => people), ...undecided]).size;
  const state = feasible === true ? (shut ? "doubt" : "good") : feasible === false ? "bad" : "doubt";
  const answer = feasible === true ? (shut ? t("fair.check.some", { n: shut }) : t("fair.check.yes")) : feasible === false ? t("fair.check.no") : t("fair.check.open");
  const changes = relaxation && "changes" in relaxation ? relaxation.changes : [];
  const lines = changes.map(({ quota, side, from, to }) => h("li", {}, t(side === "min" ? "fair.lower" : "fair.raise", { quota: quota.replace("/", " / "), from, to })));
  return [
    h("div", { class: `banner ${state}` }, h("strong", {}, answer), ...blocking(feasibility)),
    ...(lines.length
      ? [h("div", { class: "account" }, h("h3", {}, t(feasible ? "fair.change.everyone" : "fair.change")), h("ul", { class: "plain-list" }, ...lines), h("p", { class: "soft" }, t("fair.change.p")), buttons(relaxed, take))]
      : []),
    story(blocks, "fair.check.all"),
  ];
}

/** Quotas that get in each other's way, as a clerk reads them. */
function blocking({ blocking: found }: PanelCheck["feasibility"]): HTMLElement[] {
  if (!found?.sides.length) return [];
  const sides = found.sides.map(({ quota, side, number }) => h("li", {}, t(side === "min" ? "fair.least" : "fair.most", { quota: quota.replace("/", " / "), n: number })));
  return [h("p", {}, t("fair.clash", { n: sides.length })), h("ul", {}, ...sides)];
}

function buttons(relaxed: string | null, take: (file: Given) => void): HTMLElement | null {
  if (relaxed === null) return null;
  const name = "categories.csv";
  return h(
    "div",
    { class: "actions" },
    h("button", { type: "button", class: "plain", click: () => take({ name, bytes: utf8(relaxed) }) }, t("fair.change.take")),
    h("button", { type: "button", class: "plain", click: () => download(name, relaxed, "text/csv") }, t("fair.change.keep")),
  );
}

/** Quotas made from what is known of the town: the table, and the file to keep. */
export function townResult({ csv, problems, blocks }: PanelTargets): HTMLElement[] {
  const keep = h("button", { type: "button", class: "plain", click: () => download("categories.csv", csv, "text/csv") }, t("fair.change.keep"));
  return [
    h("p", { class: "banner good" }, t("fair.town.done")),
    ...(problems.length ? [h("div", { class: "banner doubt" }, problemList(problems))] : []),
    story(blocks, "fair.town.all"),
    h("div", { class: "actions" }, keep),
  ];
}
