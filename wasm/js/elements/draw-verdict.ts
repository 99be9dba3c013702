// A verdict as people read it: every finding in words and with an icon, never by colour alone.

import type { DrawCheck, DrawProof, DrawVerdict, Finding } from "../draw/types.js";
import { icon, make } from "./dom.js";
import type { DrawWords } from "./draw-words.js";

const ICON: Record<Finding, string> = {
  PASS: "M5 13l5 5L19 7",
  UNPROVEN: "M9 9a3 3 0 1 1 4 2.8c-.7.3-1 .9-1 1.7M12 17.5v.5M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20",
  FAIL: "M6 6l12 12M18 6L6 18",
};

/** Fills the `{0}` places of a word of the page. */
export const put = (text: string, ...args: (string | number)[]): string => text.replace(/\{(\d)\}/gu, (_, place: string) => String(args[Number(place)] ?? ""));

const mark = (finding: Finding): SVGSVGElement => icon(ICON[finding]);

function heading(level: number, text: string): HTMLElement {
  return make(`h${Math.min(6, level)}` as "h3", { class: "sub" }, text);
}

function row(check: DrawCheck, words: DrawWords): HTMLElement {
  const head = make("div", {}, make("span", { class: "what bare" }, check.title), " — ", make("span", { class: `found ${check.finding}`, part: `finding ${check.finding.toLowerCase()}` }, words[check.finding]));
  const sign = make("span", { class: check.finding }, mark(check.finding));
  return make("li", { class: "check", part: "check", "data-check": check.name, "data-finding": check.finding }, sign, head, make("p", {}, check.sentence));
}

function list(texts: readonly string[]): HTMLElement {
  return make("ul", { class: "plain" }, ...texts.map((text) => make("li", {}, text)));
}

function group(verdict: DrawVerdict, finding: Finding, words: DrawWords, level: number): HTMLElement[] {
  const checks = verdict.checks.filter((check) => check.finding === finding);
  if (checks.length === 0) return [];
  const rows = make("ul", { class: "rows", role: "list", part: "checks" }, ...checks.map((check) => row(check, words)));
  const title = `${words[`checks.${finding}`]} (${checks.length})`;
  // What holds is long and good news: folded, unless it is all there is to read.
  if (finding === "PASS" && verdict.verdict !== "PASS") return [make("details", {}, make("summary", {}, title), rows)];
  return [heading(level, title), rows];
}

/** How many checks found what. */
export function counts(verdict: DrawVerdict): Record<Finding, number> {
  const count = { PASS: 0, UNPROVEN: 0, FAIL: 0 };
  for (const check of verdict.checks) count[check.finding]++;
  return count;
}

/** The verdict and everything that it rests on. */
export function showVerdict(verdict: DrawVerdict, words: DrawWords, level: number): HTMLElement[] {
  const shown: HTMLElement[] = [
    make("div", { class: `verdict ${verdict.verdict}`, part: `verdict ${verdict.verdict.toLowerCase()}` }, mark(verdict.verdict), make("span", {}, verdict.headline)),
  ];
  if (verdict.purpose) shown.push(make("p", {}, make("strong", {}, `${words.for}: `), verdict.purpose));
  if (verdict.members.length) shown.push(make("p", {}, put(words.members, verdict.members.join(", "))));
  for (const finding of ["FAIL", "UNPROVEN", "PASS"] as const) shown.push(...group(verdict, finding, words, level));
  if (verdict.facts.length) shown.push(heading(level, words.facts), list(verdict.facts.map((fact) => fact.sentence)));
  if (verdict.unshown.length) shown.push(heading(level, words.unshown), list(verdict.unshown));
  return shown;
}

/** What a person's own proof shows. */
export function showProof(proof: DrawProof, words: DrawWords): HTMLElement[] {
  const head = make("div", { class: `verdict ${proof.finding}`, part: `proof ${proof.finding.toLowerCase()}` }, mark(proof.finding), make("span", {}, words[`prove.${proof.finding}`]));
  return [head, list(proof.facts.map((fact) => fact.sentence))];
}
