/** Counting a file from the visitor's disk, and checking a report against its ballots. */
import type { Audit, RuleInfo } from "isonomia/worker";
import budgetFile from "../../samples/budget.pb";
import councilFile from "../../samples/council.blt";
import parkFile from "../../samples/park-name.blt";
import { describe } from "./describe.js";
import { byId, h } from "./dom.js";
import { type Given, dropZone, utf8 } from "./drop.js";
import { asError, count, engine, isCounted } from "./engine.js";
import { errorBanner, problemList } from "./errors.js";
import { onLanguage, spoken, t } from "./language.js";
import { type Info, NO_INFO } from "./report.js";
import { asRequest } from "./roles.js";
import { facts, invalidBanner, keepButton, officialBanner, showResult } from "./result.js";
import { story } from "./story.js";

const SAMPLES: Record<string, string> = { "budget.pb": budgetFile, "council.blt": councilFile, "park-name.blt": parkFile };

export function startFile(): void {
  let files: Given[] = [];
  let rule = "";
  let counted: unknown;
  let info: Info = NO_INFO;
  let fitting: string[] = [];
  let title = "";
  let turn = 0;

  async function recount(): Promise<void> {
    const mine = ++turn;
    byId("file-status").textContent = t("working", { name: files.map(({ name }) => name).join(", ") });
    const result: unknown = await count({ ...asRequest(files), ...(rule ? { rule: rule as RuleInfo["id"] } : {}) }).catch((error: unknown) => error);
    const about = await describe(files);
    if (mine !== turn) return;
    counted = result;
    info = about.info;
    fitting = about.rules;
    title = about.title;
    show();
  }

  function take(given: Given[]): void {
    files = given;
    rule = "";
    void recount();
  }

  function show(): void {
    if (counted === undefined) return;
    const names = files.map(({ name }) => name).join(", ");
    const place = byId("file-result");
    if (!isCounted(counted)) {
      const error = asError(counted);
      // A file that names no rule is not broken: it asks a question.
      const asks = error.code.startsWith("rule-") && fitting.length > 0;
      byId("file-status").textContent = t(asks ? "file.read" : "file.failed", { name: names });
      place.replaceChildren(asks ? h("p", { class: "banner doubt" }, h("strong", {}, t("file.norule"))) : errorBanner(error), ...(fitting.length ? [ruleChoice()] : []));
      return;
    }
    const { report, reportText, blocks } = counted;
    byId("file-status").textContent = t("file.done", { name: names });
    const around = [officialBanner(report, info), invalidBanner(report)].filter((node) => node !== null);
    const [sentence, ...rest] = showResult(report, info);
    place.replaceChildren(...(title ? [h("h3", {}, title)] : []), ...(sentence ? [sentence] : []), ...around, ...(fitting.length > 1 ? [ruleChoice(report.rule)] : []), ...rest, story(blocks), facts(report), keepButton(reportText, `${names}.report.json`));
  }

  function ruleChoice(now = ""): HTMLElement {
    const name = (id: string): string => {
      const known = t(`rule.${id}`);
      return known === `rule.${id}` ? id : known;
    };
    const select = h("select", { id: "file-rule", change: () => {
      rule = select.value;
      void recount();
    } }, !now && h("option", { value: "" }, t("file.rule.pick")), ...fitting.map((id) => h("option", { value: id, selected: id === now }, name(id))));
    return h("p", {}, h("label", { for: "file-rule" }, `${t("file.rule")} `), select);
  }

  dropZone("file-drop", "file-input", take);
  for (const button of document.querySelectorAll<HTMLElement>("[data-sample]")) {
    const name = button.dataset["sample"] ?? "";
    button.addEventListener("click", () => take([{ name, bytes: utf8(SAMPLES[name] ?? "") }]));
  }
  onLanguage(() => {
    // The engine's sentences come in one language at a time.
    if (counted !== undefined) void recount();
  });
}

/** A report is JSON that says so; everything else is ballots. */
function splitReport(files: readonly Given[]): { report: Given | null; ballots: Given[] } {
  const report = files.find(({ bytes }) => new TextDecoder().decode(bytes).includes('"isonomia/report/')) ?? null;
  return { report, ballots: files.filter((file) => file !== report) };
}

export function startAudit(): void {
  let files: Given[] = [];
  let outcome: { audit: Audit } | { error: unknown } | null = null;

  dropZone("audit-drop", "audit-input", (given) => {
    // Both may come one after the other; a third set begins anew.
    files = outcome ? given : [...files.filter(({ name }) => !given.some((other) => other.name === name)), ...given];
    outcome = null;
    void check();
  });

  async function check(): Promise<void> {
    const { report, ballots } = splitReport(files);
    if (report !== null && ballots.length) {
      byId("audit-result").textContent = t("working", { name: ballots.map(({ name }) => name).join(", ") });
      outcome = await (await engine()).audit({ report: report.bytes, ...asRequest(ballots), lang: spoken() }).then((audit) => ({ audit }), (error: unknown) => ({ error }));
    }
    show();
  }

  function show(): void {
    const { report, ballots } = splitReport(files);
    byId("audit-files").replaceChildren(...files.map(({ name }) => h("li", {}, name)));
    const place = byId("audit-result");
    if (files.length === 0) return place.replaceChildren();
    if (report === null) return place.replaceChildren(h("p", { class: "banner doubt" }, t("audit.no-report")));
    if (ballots.length === 0) return place.replaceChildren(h("p", { class: "banner doubt" }, t("audit.no-ballots")));
    if (!outcome) return;
    place.replaceChildren("error" in outcome ? errorBanner(asError(outcome.error)) : auditBanner(outcome.audit));
  }

  onLanguage(show);
}

function auditBanner(audit: Audit): HTMLElement {
  if (audit.same) return h("div", { class: "banner good" }, h("strong", {}, t("audit.same")), h("p", {}, t("audit.same.p")));
  return h("div", { class: "banner bad" }, h("strong", {}, t("audit.differs")), problemList(audit.differences));
}
