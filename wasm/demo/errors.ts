/** An error as a clerk can act on it: what, where, how to mend it. */
import type { IsonomiaError } from "isonomia/worker";
import { h } from "./dom.js";
import { t } from "./language.js";

/** Shows up to twenty problems of one failed request. */
export function errorBanner(error: IsonomiaError): HTMLElement {
  const problems = error.problems.filter(({ severity }) => severity === "error");
  const shown = (problems.length ? problems : error.problems).slice(0, 20);
  return h(
    "div",
    { class: "banner bad" },
    h("strong", {}, t("error.h", { n: problems.length || 1 })),
    h(
      "ul",
      {},
      ...shown.map((problem) => {
        const place = [
          problem.file,
          problem.line !== undefined && t("error.line", { n: problem.line }),
          problem.column !== undefined && t("error.column", { n: problem.column }),
          problem.path,
        ].filter((part) => typeof part === "string" && part !== "");
        return h(
          "li",
          {},
          place.length > 0 && h("span", { class: "place" }, `${place.join(", ")}: `),
          problem.message,
          problem.hint && h("span", { class: "hint" }, ` ${problem.hint}`),
        );
      }),
    ),
    problems.length > shown.length && h("p", {}, t("error.more", { n: problems.length - shown.length })),
  );
}
