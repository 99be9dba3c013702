// Every language has every sentence, in every plural form that the language has.
import assert from "node:assert/strict";
import { test } from "node:test";
import en from "isonomia/locales/en.js";
import { fill, listed, money, pickLocale, registerLocale, sentence } from "isonomia/locales/index.js";
import pl from "isonomia/locales/pl.js";

const catalogues = { en, pl };
const places = (text) => [...new Set(text.match(/\{\w+\}/gu) ?? [])].sort();
const forms = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry));

for (const [lang, catalogue] of Object.entries(catalogues)) {
  test(`${lang} has every sentence and no other`, () => {
    assert.deepEqual(Object.keys(catalogue).sort(), Object.keys(en).sort());
  });

  test(`${lang} has every plural form`, () => {
    const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of Object.entries(catalogue)) {
      assert.equal(typeof entry, typeof en[key], `${key}: a plural in one language and not in the other`);
      if (typeof entry !== "string") assert.deepEqual(Object.keys(entry).sort(), categories, key);
    }
  });

  test(`${lang} fills the same places as English`, () => {
    for (const [key, entry] of Object.entries(catalogue)) {
      const wanted = new Set(forms(en[key]).flatMap(places));
      for (const form of forms(entry)) for (const place of places(form)) assert.ok(wanted.has(place), `${key}: ${place}`);
    }
  });

  test(`${lang} keeps the jargon away from citizens`, () => {
    for (const [key, entry] of Object.entries(catalogue)) {
      for (const form of forms(entry)) assert.doesNotMatch(form, /knapsack|plecak|sortition|sortycj/iu, key);
    }
  });
}

test("Polish numbers are counted as Polish counts", () => {
  const said = (n) => sentence("pl", "ranked.left", { n });
  assert.equal(said(1), "1 opcja bez numeru.");
  assert.equal(said(2), "2 opcje bez numeru.");
  assert.equal(said(5), "5 opcji bez numeru.");
  assert.equal(said(12), "12 opcji bez numeru.");
  assert.equal(said(22), "22 opcje bez numeru.");
  assert.equal(said(101), "101 opcji bez numeru.");
});

test("money has no empty decimals", () => {
  assert.equal(money("pl", "25000", "PLN").replace(/\s/gu, " "), "25 000 zł");
  assert.equal(money("pl", "1250.50", "PLN").replace(/\s/gu, " "), "1250,50 zł");
  assert.equal(money("en", "1250", "points").replace(/\s/gu, " "), "1,250 points");
});

test("a page may add a language, and what it lacks is said in English", () => {
  assert.equal(pickLocale("uk-UA"), "en");
  registerLocale("uk", { "ranked.clear": "Очистити" });
  assert.equal(pickLocale("uk-UA"), "uk");
  assert.equal(sentence("uk", "ranked.clear"), "Очистити");
  assert.equal(sentence("uk", "ranked.order"), "Put in order");
  assert.equal(sentence("uk", "ranked.left", { n: 2 }), "2 options have no number.");
});

test("places without a value stay visible, lists are written out", () => {
  assert.equal(fill("en", "{a} and {b}", { a: "x" }), "x and {b}");
  assert.equal(listed("pl", ["A", "B", "C"]), "A, B i C");
});
