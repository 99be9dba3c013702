// The sentences on draws: the same four catalogues that the command speaks from.

import en from "#draw-sentences/en";
import pl from "#draw-sentences/pl";
import ro from "#draw-sentences/ro";
import uk from "#draw-sentences/uk";
import type { DrawLang } from "./types.js";

const catalogues: Record<DrawLang, Readonly<Record<string, string>>> = { en, pl, uk, ro };

/** The plural categories of each language, in the order in which the catalogues list the forms. */
const FORMS: Record<DrawLang, readonly Intl.LDMLPluralRule[]> = {
  en: ["one", "other"],
  pl: ["one", "few", "many", "other"],
  uk: ["one", "few", "many", "other"],
  ro: ["one", "few", "other"],
};

/** The language of a tag such as `uk-UA`; English where draws are not told in it. */
export function drawLang(tag: string | null | undefined): DrawLang {
  const lang = (tag ?? "").toLowerCase().split("-")[0] ?? "";
  return lang in catalogues ? (lang as DrawLang) : "en";
}

/**
 * The sentence of a key. `{0}` is the first argument, `{0#one|other}` the plural form for it, and
 * a clause in square brackets is left out where an argument in it is empty.
 */
export function drawSentence(lang: DrawLang, key: string, args: readonly string[]): string {
  const pattern = catalogues[lang][key] ?? catalogues.en[key];
  if (pattern === undefined) return `[${key}] ${args.join(", ")}`.trimEnd();
  const clauses = pattern.replace(/\[([^\]]*)\]/gu, (_, clause: string) => {
    const places = [...clause.matchAll(/\{(\d+)/gu)];
    return places.every(([, place]) => args[Number(place)]) ? clause : "";
  });
  return clauses.replace(/\{(\d+)(?:#([^}]*))?\}/gu, (_, place: string, forms: string | undefined) => {
    const value = args[Number(place)] ?? "";
    return forms === undefined ? value : (forms.split("|")[FORMS[lang].indexOf(plural(lang, value))] ?? "");
  });
}

function plural(lang: DrawLang, value: string): Intl.LDMLPluralRule {
  return /^\d+$/u.test(value) ? new Intl.PluralRules(lang).select(Number(value)) : "other";
}
