/**
 * The language of the page. Polish stands in the page itself, English in `words/en.ts`. Ukrainian
 * and Romanian hold the page around the tasks and the planning of a panel; what they lack is said
 * in English, and marked as English for whoever has it read out.
 */
import { type Values, fill, listed as listedIn, money as moneyIn } from "../js/locales/index.js";
import en from "./words/en.js";
import pl from "./words/pl.js";
import ro from "./words/ro.js";
import uk from "./words/uk.js";

/** A language in which everything is said. */
export type Spoken = "pl" | "en";
export type Lang = Spoken | "uk" | "ro";

const words = { pl, en, uk, ro };
const told: (() => void)[] = [];
const polish = new Map<Element, Record<string, string>>();
/** Attributes that hold words, by the attribute that names their key. */
const PLACES = { "data-t": "", "data-t-label": "aria-label", "data-t-name": "label" } as const;

let current: Lang = "pl";

export const lang = (): Lang => current;

/** The language in which modules give their account to this visitor. */
export const spoken = (): Spoken => (current === "pl" ? "pl" : "en");

/** A sentence of the changing parts. */
export function t(key: string, values: Values = {}): string {
  const own = words[current][key];
  return own === undefined ? fill("en", en[key] ?? key, values) : fill(current, own, values);
}

/** Marks what a module said, where it is not in the language of the page. */
export function inSpoken<E extends Element>(node: E): E {
  if (spoken() !== current) node.setAttribute("lang", spoken());
  return node;
}

export const listed = (items: readonly string[]): string => listedIn(current, items);
export const money = (amount: string, currency: string | null = "PLN"): string => moneyIn(current, amount, currency);
export const number = (value: number): string => new Intl.NumberFormat(current, { maximumFractionDigits: 2 }).format(value);
export const percent = (share: number): string => new Intl.NumberFormat(current, { style: "percent", maximumFractionDigits: 1 }).format(share);

/** Calls back now and after each switch of the language. */
export function onLanguage(show: () => void): void {
  told.push(show);
  show();
}

/** Switches the whole page. */
export function speak(next: Lang): void {
  current = next;
  document.documentElement.lang = next;
  for (const [place, attribute] of Object.entries(PLACES)) {
    for (const node of document.querySelectorAll(`[${place}]`)) translate(node, node.getAttribute(place) ?? "", attribute);
  }
  document.title = current === "pl" ? (titlePl ??= document.title) : t("title");
  for (const button of document.querySelectorAll<HTMLElement>("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset["lang"] === next));
  }
  for (const show of told) show();
}

let titlePl: string | undefined;

function translate(node: Element, key: string, attribute: string): void {
  const kept = polish.get(node) ?? {};
  polish.set(node, kept);
  const own = (kept[attribute] ??= (attribute ? node.getAttribute(attribute) : node.textContent) ?? "");
  const text = current === "pl" ? own : t(key);
  if (attribute) return node.setAttribute(attribute, text);
  node.textContent = text;
  const lacking = current !== "pl" && words[current][key] === undefined;
  if (lacking) node.setAttribute("lang", "en");
  else node.removeAttribute("lang");
}

/** Polish where the visitor's browser knows it, else the first of ours that it knows, else English. */
export function firstLanguage(): Lang {
  const known = navigator.languages.map((tag) => tag.toLowerCase().split("-")[0] ?? "");
  if (known.includes("pl")) return "pl";
  return (Object.keys(words) as Lang[]).find((lang) => lang === known.find((tag) => tag in words)) ?? "en";
}
