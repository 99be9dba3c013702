// The demo page says the same in all its languages, in every plural form, and never in jargon.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const demo = new URL("../demo/", import.meta.url);
const page = readFileSync(new URL("index.html", demo), "utf8");

async function words(lang) {
  const entry = fileURLToPath(new URL(`words/${lang}.ts`, demo));
  const { outputFiles } = buildSync({ entryPoints: [entry], bundle: true, write: false, format: "esm" });
  return (await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`)).default;
}

const [pl, en, uk, ro] = await Promise.all(["pl", "en", "uk", "ro"].map(words));
const inPage = [...page.matchAll(/data-t(?:-\w+)?="([^"]+)"/gu)].map(([, key]) => key);
const forms = (entry) => (typeof entry === "string" ? [entry] : Object.values(entry));
const places = (entry) => [...new Set(forms(entry).flatMap((form) => form.match(/\{\w+\}/gu) ?? []))].sort();

test("English has every sentence of the page and of the changing parts, and no other", () => {
  assert.deepEqual(Object.keys(en).sort(), [...new Set(["title", ...inPage, ...Object.keys(pl)])].sort());
});

test("every changing sentence fills the same places in both languages", () => {
  for (const key of Object.keys(pl)) assert.deepEqual(places(pl[key]), places(en[key]), key);
});

/** What stands around every task, and the planning of a panel: said in every language. */
const shared = () => {
  const section = (id) => page.slice(page.indexOf(`id="${id}"`), page.indexOf("</section>", page.indexOf(`id="${id}"`)));
  const around = page.slice(0, page.indexOf('<section class="view')) + section("start") + section("wylosuj") + page.slice(page.lastIndexOf("</section>"));
  const standing = [...around.matchAll(/data-t(?:-\w+)?="([^"]+)"/gu)].map(([, key]) => key);
  const files = ["fair.ts", "fair-check.ts", "fair-result.ts", "errors.ts", "story.ts", "main.ts"].map((file) => readFileSync(new URL(file, demo), "utf8"));
  const asked = files.flatMap((source) => [...source.matchAll(/\bt\("([^"]+)"/gu)].map(([, key]) => key));
  const families = Object.keys(en).filter((key) => /^(?:fair\.|rule\.sortition\/)/u.test(key));
  // Facts of a pool: no ballots.
  return [...new Set(["title", "facts.rule", "facts.digest", "report.keep", "story", ...standing, ...asked, ...families])].sort();
};

for (const [lang, catalogue] of Object.entries({ uk, ro })) {
  test(`${lang} plans a panel in every sentence, and says no other`, () => {
    assert.deepEqual(Object.keys(catalogue).sort(), shared());
  });

  test(`${lang} fills the same places as English`, () => {
    for (const key of Object.keys(catalogue)) assert.deepEqual(places(catalogue[key]), places(en[key]), key);
  });
}

for (const [lang, catalogue] of Object.entries({ pl, en, uk, ro })) {
  test(`${lang} has every plural form`, () => {
    const categories = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of Object.entries(catalogue)) {
      if (typeof entry !== "string") assert.deepEqual(Object.keys(entry).sort(), categories, key);
    }
  });
}

test("every sentence that the page asks for is in the catalogue", () => {
  for (const file of readdirSync(demo).filter((name) => name.endsWith(".ts"))) {
    const source = readFileSync(new URL(file, demo), "utf8");
    for (const [, key] of source.matchAll(/\bt\("([^"]+)"/gu)) assert.ok(key in en, `${file}: ${key}`);
  }
});

test("the page speaks the words of the statute", () => {
  for (const text of [page.replace(/mode="knapsack"/gu, ""), ...[pl, en, uk, ro].flatMap((catalogue) => Object.values(catalogue).flatMap(forms))]) {
    assert.doesNotMatch(text, /knapsack|plecak|sortition|sortycj/iu);
  }
});
