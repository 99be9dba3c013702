/** The language of the page. Polish stands in the page itself, English in `words/en.ts`. */
import { type Values, fill, listed as listedIn, money as moneyIn } from "../js/locales/index.js";
import en from "./words/en.js";
import pl from "./words/pl.js";

export type Lang = "pl" | "en";

const words = { pl, en };
const told: (() => void)[] = [];
const polish = new Map<Element, Record<string, string>>();
/** Attributes that hold words, by the attribute that names their key. */
const PLACES = { "data-t": "", "data-t-label": "aria-label", "data-t-name": "label" } as const;

let current: Lang = "pl";

export const lang = (): Lang => current;

/** A sentence of the changing parts. */
export function t(key: string, values: Values = {}): string {
  return fill(current, words[current][key] ?? key, values);
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
  if (attribute) node.setAttribute(attribute, text);
  else node.textContent = text;
}

/** Polish, unless the visitor's browser knows only other languages. */
export function firstLanguage(): Lang {
  return navigator.languages.some((tag) => tag.toLowerCase().startsWith("pl")) ? "pl" : "en";
}
