// Planning a fair panel on the page of the town, as an organiser does it.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { axe, dist, focused, inBrowser, overflow, smallTargets } from "./browser.mjs";

const sample = (name) => readFileSync(new URL(`../../samples/panel/${name}`, import.meta.url));
const PAGE = "/demo/#wylosuj";
const text = async (locator) => (await locator.innerText()).replace(/\s+/gu, " ");
const file = (name, content) => ({ name, mimeType: "text/csv", buffer: Buffer.from(content) });

/** Waits until the visible text of an element matches. */
async function shows(locator, pattern, within = 20_000) {
  const until = Date.now() + within;
  for (;;) {
    const now = (await locator.isVisible()) ? await text(locator) : "";
    if (pattern.test(now)) return now;
    if (Date.now() > until) assert.match(now, pattern);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** A pool on which the search takes seconds: 1500 people who answer seven questions unevenly. */
function crowd() {
  let state = 1;
  const below = (n) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % n;
  };
  const features = [2, 4, 5, 3, 6, 4, 3].map((values, at) => [`f${at}`, values]);
  const rows = Array.from({ length: 1500 }, (_, at) => [`p${at}`, ...features.map(([, values]) => `v${Math.min(below(values), below(values + 1))}`)]);
  const quotas = features.flatMap(([name, values], at) =>
    Array.from({ length: values }, (_, value) => {
      const share = (110 * rows.filter((row) => row[at + 1] === `v${value}`).length) / rows.length;
      return `${name},v${value},${Math.max(0, Math.floor(share) - 1)},${Math.ceil(share) + 1}`;
    }),
  );
  const people = [["id", ...features.map(([name]) => name)], ...rows].map((row) => row.join(",")).join("\n");
  return { people: `${people}\n`, categories: `feature,value,min,max\n${quotas.join("\n")}\n` };
}

/** The sample, counted. */
async function planned(page) {
  await page.locator("#fair-sample").click();
  await shows(page.locator("#fair-check"), /12/u);
  await page.locator("#fair-run").click();
  await page.locator("#fair-result .facts").waitFor({ timeout: 30_000 });
}

inBrowser("a fair panel", (open) => {
  it("finds chances, shows them, and hands over report, members and the others", async () => {
    const page = await open(PAGE);
    await planned(page);
    const result = page.locator("#fair-result");
    await shows(page.locator("#fair-said"), /Gotowe/u);
    await shows(result, /To próba/u);
    await shows(result.locator(".account").first(), /kobieta|female|gender/iu);
    await page.locator("#fair-number").fill("7");
    await page.locator("#fair-number").press("Enter");
    await shows(result, /Panel numer 7/u);
    const members = await result.locator(".people li").allInnerTexts();
    assert.equal(members.length, 12);
    const keep = async (name) => {
      const [kept] = await Promise.all([page.waitForEvent("download"), result.getByRole("button", { name }).click()]);
      return readFileSync(await kept.path(), "utf8");
    };
    const report = JSON.parse(await keep(/protokół/u));
    assert.equal(report.rule, "sortition/leximin");
    assert.deepEqual(report.outcome.panels[7].members, members);
    const ids = (table) => table.trim().split("\n").slice(1).map((row) => row.split(",")[0]);
    assert.deepEqual(ids(await keep(/selected\.csv/u)).sort(), members);
    assert.equal(ids(await keep(/remaining\.csv/u)).length, 108);
    assert.match(await keep(/\.html/u), /^<!doctype html>/iu);
    // The same page checks what it made.
    await page.goto(page.url().replace("#wylosuj", "#plik"));
    await page.locator("#audit-input").setInputFiles([file("people.csv", sample("people.csv")), file("categories.csv", sample("categories.csv")), file("panel.report.json", JSON.stringify(report))]);
    await shows(page.locator("#audit-result"), /Protokół się zgadza/u);
    assert.deepEqual(page.faults, []);
  });

  it("says what is wrong with files, and which file is missing", async () => {
    const page = await open(PAGE);
    const check = page.locator("#fair-check");
    await page.locator("#fair-input").setInputFiles(file("people.csv", sample("people.csv")));
    await shows(check, /wskaż jeszcze plik z kategoriami/u);
    await page.locator("#fair-input").setInputFiles(file("categories.csv", sample("categories.csv")));
    await shows(check, /Podaj, ile miejsc ma panel/u);
    await page.locator("#fair-seats").fill("12");
    await page.locator("#fair-seats").blur();
    await shows(check, /120 osób na 12 miejsc/u);
    await page.locator("#fair-input").setInputFiles(file("people.csv", sample("people.csv").toString().replace("30-44", "300-44")));
    await shows(check, /people\.csv, wiersz \d+, kolumna \d+: .*300-44/u);
    await page.locator("#fair-run").click();
    await shows(page.locator("#fair-result"), /300-44/u);
    assert.deepEqual(page.faults, []);
  });

  it("says whether there is a panel, and that everyone can be drawn", async () => {
    const page = await open(PAGE);
    await page.locator("#fair-sample").click();
    await shows(page.locator("#fair-check"), /120 osób na 12/u);
    await page.locator("#fair-feasible").click();
    await shows(page.locator("#fair-beside"), /Są panele, które spełniają wszystkie limity, i każdy może zostać wylosowany/u);
    await shows(page.locator("#fair-said"), /Gotowe/u);
    // It is said again in the language that the visitor changes to.
    await page.getByRole("button", { name: "English" }).click();
    await shows(page.locator("#fair-beside"), /There are panels that meet all quotas/u);
    assert.deepEqual(page.faults, []);
  });

  it("names the smallest change of quotas that cannot be met, and goes on with it", async () => {
    const page = await open(PAGE);
    // 9 women and 5 men at least are more than 12.
    const categories = sample("categories.csv").toString().replace("gender,female,6,7", "gender,female,9,9");
    await page.locator("#fair-input").setInputFiles([file("people.csv", sample("people.csv")), file("categories.csv", categories)]);
    await page.locator("#fair-seats").fill("12");
    await page.locator("#fair-seats").blur();
    await shows(page.locator("#fair-check"), /./u);
    await page.locator("#fair-feasible").click();
    const beside = page.locator("#fair-beside");
    const said = await shows(beside, /Żaden panel nie spełnia wszystkich limitów/u);
    assert.match(said, /Te limity wykluczają się nawzajem: .*gender \/ female: co najmniej 9/u);
    assert.match(said, /gender \/ (?:female: obniż minimum z 9 na \d|male: obniż minimum z 5 na \d)/u);
    assert.deepEqual(await axe(page), []);
    const [kept] = await Promise.all([page.waitForEvent("download"), beside.getByRole("button", { name: /Pobierz limity/u }).click()]);
    assert.match(readFileSync(await kept.path(), "utf8"), /^feature,value,min,max/u);
    await beside.getByRole("button", { name: "Przyjmij te limity" }).click();
    assert.match(await focused(page), /Sprawdź, czy jest taki panel/u);
    await page.locator("#fair-feasible").click();
    await shows(beside, /Są panele, które spełniają wszystkie limity/u);
    await page.locator("#fair-run").click();
    await page.locator("#fair-result .facts").waitFor({ timeout: 30_000 });
    assert.deepEqual(page.faults, []);
  });

  it("makes quotas from figures of the town, with the keyboard", async () => {
    const page = await open(PAGE);
    await page.locator("#fair-input").setInputFiles(file("people.csv", sample("people.csv")));
    await shows(page.locator("#fair-check"), /wskaż jeszcze plik z kategoriami/u);
    await page.locator("#fair-seats").fill("12");
    await page.locator("#fair-town summary").focus();
    await page.keyboard.press("Enter");
    await page.locator("#fair-census").setInputFiles(file("census.csv", sample("census.csv")));
    await shows(page.locator("#fair-status"), /people\.csv.*census\.csv/u);
    await page.locator("#fair-slack").fill("1");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Ułóż limity");
    await page.keyboard.press("Enter");
    await shows(page.locator("#fair-beside"), /Limity są ułożone z danych o mieście/u);
    await shows(page.locator("#fair-check"), /120 osób na 12 miejsc/u);
    await page.locator("#fair-run").click();
    await page.locator("#fair-result .facts").waitFor({ timeout: 30_000 });
    await shows(page.locator("#fair-result .account").first(), /mia[ss]t|ludno/iu);
    assert.deepEqual(page.faults, []);
  });

  for (const [button, sentence] of [["Українська", /Є панелі, які відповідають усім лімітам/u], ["Română", /Există paneluri care respectă toate limitele/u]]) {
    it(`plans in ${button}, and marks what the module says as English`, async () => {
      const page = await open(PAGE);
      await page.getByRole("button", { name: button }).click();
      await page.locator("#fair-sample").click();
      await page.locator("#fair-check .good").waitFor();
      await page.locator("#fair-feasible").click();
      await shows(page.locator("#fair-beside"), sentence);
      await page.locator("#fair-run").click();
      await page.locator("#fair-result .facts").waitFor({ timeout: 30_000 });
      assert.equal(await page.locator("#fair-result .account p").first().getAttribute("lang"), "en");
      assert.equal(await page.locator("#fair-h").getAttribute("lang"), null);
      assert.deepEqual((await page.locator("#wylosuj").innerText()).match(/\S*[ąęłńś]\S*/giu) ?? [], []);
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(page.faults, []);
    });
  }

  it("tells how far it is, stays awake and can be stopped", async () => {
    const page = await open(PAGE);
    const { people, categories } = crowd();
    await page.locator("#fair-input").setInputFiles([file("people.csv", people), file("categories.csv", categories)]);
    await page.locator("#fair-seats").fill("110");
    await page.locator("#fair-seats").blur();
    await shows(page.locator("#fair-check"), /1500 osób na 110 miejsc/u);
    await page.locator("#fair-run").click();
    await page.locator("#fair-progress").waitFor();
    const pressed = Date.now();
    await page.getByRole("button", { name: "Przerwij" }).click();
    await shows(page.locator("#fair-said"), /Przerwano/u);
    assert.ok(Date.now() - pressed < 1_500, "stopping waits for the search");
    assert.equal(await page.locator("#fair-progress").isVisible(), false);
    assert.equal(await focused(page), "Policz szanse i panele");
    await planned(page);
    assert.deepEqual(page.faults, []);
  });

  it("is worked with the keyboard alone, in English", async () => {
    const page = await open(PAGE);
    await page.getByRole("button", { name: "English" }).click();
    const until = async (name) => {
      for (let step = 0; step < 60; step++) {
        if (name.test(await focused(page))) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`${name} cannot be reached by Tab`);
    };
    await until(/^120 volunteers/u);
    await page.keyboard.press("Enter");
    await shows(page.locator("#fair-check"), /120 people for 12 seats/u);
    await until(/^Find chances/u);
    await page.keyboard.press("Enter");
    await page.locator("#fair-result .facts").waitFor({ timeout: 30_000 });
    await until(/^Throw the dice/u);
    await page.keyboard.press("Enter");
    await shows(page.locator("#fair-result"), /Panel number \d+/u);
    const rest = (await page.locator("#wylosuj").innerText()).match(/\S*[ąćęłńóśźż]\S*/giu) ?? [];
    assert.deepEqual(rest, []);
    await page.getByRole("button", { name: "Polski" }).click();
    await shows(page.locator("#fair-result"), /To próba/u);
    assert.deepEqual(page.faults, []);
  });

  it("sends nothing: after the module is there, no request is made", async () => {
    const page = await open(PAGE);
    await page.locator("#fair-sample").click();
    await shows(page.locator("#fair-check"), /120 osób na 12/u);
    const asked = [];
    page.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
    await page.locator("#fair-run").click();
    await page.locator("#fair-result .facts").waitFor({ timeout: 30_000 });
    await page.locator("#fair-number").fill("1");
    await page.locator("#fair-number").press("Enter");
    await shows(page.locator("#fair-result"), /Panel numer 1/u);
    assert.deepEqual(asked.filter((request) => !/^GET (?:blob|data):/u.test(request)), []);
    assert.equal(await page.evaluate(() => document.cookie + localStorage.length + sessionStorage.length), "00");
  });

  it("plans where a page may connect to nothing at all", async () => {
    const page = await open("/pages/panels.html");
    await page.locator("html[data-ready]").waitFor({ state: "attached" });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    const files = ["people.csv", "categories.csv"].map((name) => ({ name, bytes: sample(name).toString() }));
    const { report, told } = await page.evaluate((files) => globalThis.plan({ files, seats: 12, rule: "sortition/leximin" }), files);
    assert.equal(JSON.parse(report).outcome.kind, "panel-lottery");
    assert.ok(told.length > 0);
    assert.deepEqual(asked.filter((url) => !/^(?:blob|data):/u.test(url)), []);
    assert.deepEqual(page.faults, []);
  });

  it("plans from a disk, in one file without a network", async () => {
    const page = await open("", { url: `${pathToFileURL(join(dist, "isonomia-desk.html")).href}#wylosuj`, offline: true });
    await planned(page);
    await page.locator("#fair-number").fill("999");
    await page.locator("#fair-number").press("Enter");
    await shows(page.locator("#fair-result"), /Panel numer 999/u);
    assert.deepEqual(page.faults, []);
  });

  it("prints the account without the controls", async () => {
    const page = await open(PAGE);
    await planned(page);
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("#fair-form").isVisible(), false);
    assert.equal(await page.locator("#fair-number").isVisible(), false);
    assert.ok(await page.locator("#fair-result table").first().isVisible());
  });

  for (const [name, options] of [
    ["on a desktop", {}],
    ["at 320 px, in the dark", { viewport: { width: 320, height: 640 }, colorScheme: "dark" }],
    ["in forced colours", { forcedColors: "active" }],
  ]) {
    it(`is accessible ${name}`, async () => {
      const page = await open(PAGE, options);
      await planned(page);
      await page.locator("#fair-number").fill("7");
      await page.locator("#fair-number").press("Enter");
      await shows(page.locator("#fair-result"), /Panel numer 7/u);
      await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await smallTargets(page), []);
      assert.ok((await overflow(page)) <= 0, "runs over the side");
      if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `fair ${name}.png`), fullPage: true });
      assert.deepEqual(page.faults, []);
    });
  }
});
