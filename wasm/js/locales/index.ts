/**
 * The words of the ballot elements.
 *
 * A catalogue is a flat object: a sentence with `{places}`, or one sentence for
 * each plural form of its language, chosen by `Intl.PluralRules` on `n`.
 * English and Polish are built in; any page may add its own with
 * `registerLocale('uk', {...})`. What a catalogue lacks is said in English.
 */
import en from "./en.js";
import pl from "./pl.js";

/** One sentence for each plural form of a language. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>>;
/** Sentences by key. */
export type Catalogue = Readonly<Record<string, string | Forms>>;
/** What the places of a sentence are filled with: numbers are written as the language writes them, `n` chooses the plural. */
export type Values = Readonly<Record<string, string | number>>;

const catalogues = new Map<string, Catalogue>([["en", en], ["pl", pl]]);
const listeners = new Set<() => void>();

/** Adds a language by its BCP 47 tag (`uk`, `pt-BR`), or replaces sentences of one. */
export function registerLocale(lang: string, sentences: Catalogue): void {
  const tag = lang.toLowerCase();
  catalogues.set(tag, { ...catalogues.get(tag), ...sentences });
  for (const tell of listeners) tell();
}

/** Calls back whenever a language is registered, until the returned function is called. */
export function onLocale(callback: () => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

/** The registered language that suits a tag best: `pl-PL` finds `pl`; English where none does. */
export function pickLocale(tag: string | null | undefined): string {
  for (let t = (tag ?? "").toLowerCase(); t; t = t.slice(0, Math.max(0, t.lastIndexOf("-")))) {
    if (catalogues.has(t)) return t;
  }
  return "en";
}

/** The sentence of a key, its places filled in; the key itself where no catalogue holds it. */
export function sentence(lang: string, key: string, values: Values = {}): string {
  const tag = pickLocale(lang);
  const own = catalogues.get(tag)?.[key];
  if (own !== undefined) return fill(tag, own, values);
  return fill("en", (en as Catalogue)[key] ?? key, values);
}

/** Fills the places of one entry of a catalogue. */
export function fill(lang: string, entry: string | Forms, values: Values): string {
  const text = typeof entry === "string" ? entry : pluralForm(lang, entry, Number(values["n"]));
  return text.replace(/\{(\w+)\}/gu, (place, name: string) => {
    const value = values[name];
    if (value === undefined) return place;
    return typeof value === "number" ? new Intl.NumberFormat(lang).format(value) : value;
  });
}

function pluralForm(lang: string, forms: Forms, n: number): string {
  return forms[new Intl.PluralRules(lang).select(n)] ?? forms.other ?? "";
}

/**
 * An amount of money (a plain decimal) as the language writes it, without empty
 * decimals. The currency is an ISO 4217 code, or any unit ("points").
 */
export function money(lang: string, amount: string, currency?: string | null): string {
  const digits = /\.\d*[1-9]/u.test(amount) ? 2 : 0;
  const options: Intl.NumberFormatOptions = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  if (currency && /^[A-Za-z]{3}$/u.test(currency)) {
    options.style = "currency";
    options.currency = currency.toUpperCase();
    options.currencyDisplay = "narrowSymbol";
  }
  const number = new Intl.NumberFormat(lang, options).format(Number(amount));
  return currency && !options.currency ? `${number}\u00a0${currency}` : number;
}

/** "a, b and c" in the language. */
export function listed(lang: string, items: readonly string[]): string {
  return new Intl.ListFormat(lang, { type: "conjunction" }).format(items);
}
