/** An error as a clerk can act on it: what, where, how to mend it. */
import type { IsonomiaError, Problem } from "isonomia/worker";
import { h } from "./dom.js";
import { inSpoken, t } from "./language.js";

/** Shows the problems of one failed request. */
export function errorBanner(error: IsonomiaError): HTMLElement {
  const errors = error.problems.filter(({ severity }) => severity === "error");
  const problems = errors.length ? errors : error.problems;
  return h("div", { class: "banner bad" }, h("strong", {}, t("error.h", { n: problems.length || 1 })), problemList(problems));
}

const SHOWN = 20;

/** The first problems, each with its place; how many more there are. */
export function problemList(problems: readonly Problem[]): HTMLElement {
  const rest = problems.length - SHOWN;
  return h("ul", {}, ...problems.slice(0, SHOWN).map(problemItem), rest > 0 && h("li", {}, t("error.more", { n: rest })));
}

function problemItem(problem: Problem): HTMLElement {
  const { file, line, column, path, message, hint } = problem;
  const place = [file, line !== undefined && t("error.line", { n: line }), column !== undefined && t("error.column", { n: column }), path?.startsWith("/") && path]
    .filter((part) => typeof part === "string" && part !== "")
    .join(", ");
  return h("li", {}, place !== "" && h("span", { class: "place" }, `${place}: `), inSpoken(h("span", {}, message)), hint && inSpoken(h("span", { class: "hint" }, ` ${hint}`)));
}
