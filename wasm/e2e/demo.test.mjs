// The page of the town as its visitors use it, with the real engine.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { axe, focused, inBrowser, overflow, smallTargets } from "./browser.mjs";

const sample = (name) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));
const PAGE = "/demo/";
const plain = (text) => text.replace(/\s+/gu, " ");
const text = async (locator) => plain(await locator.innerText());
const file = (name, content) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(content) });

/** Waits until the visible text of an element matches. */
async function shows(locator, pattern, within = 15_000) {
  const until = Date.now() + within;
  for (;;) {
    const now = (await locator.isVisible()) ? await text(locator) : "";
    if (pattern.test(now)) return now;
    if (Date.now() > until) assert.match(now, pattern);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** The sample's papers, read here by hand: the engine is not asked what to expect. */
function parkPapers() {
  const lines = sample("park-name.blt").toString().split("\n").slice(1);
  return lines.slice(0, lines.indexOf("0")).flatMap((line) => {
    const [copies, ...ranks] = line.split(" ").map(Number);
    return Array.from({ length: copies }, () => ranks.filter(Boolean));
  });
}
const prefer = (papers, a, b) => papers.filter((p) => p.includes(a) && (!p.includes(b) || p.indexOf(a) < p.indexOf(b))).length;

const rank = (page, ...names) => names.reduce((done, name) => done.then(() => page.locator("isonomia-ranked").getByRole("button", { name: new RegExp(`^${name}`, "u") }).first().click()), Promise.resolve());

inBrowser("the page of the town", (open) => {
  it("counts the box by rounds, and each round can be read", async () => {
    const page = await open(`${PAGE}#park`);
    await shows(page.locator("#park-count"), /^W urnie są 164 karty\.$/u);
    const result = page.locator("#park-result");
    // From samples/README.md: 46 to 40 in the first round, 75 to 54 in the last.
    await shows(result, /Wygrywa Park nad Strugą\..*Park Lipowy 54 .*Park nad Strugą ?wygrywa 75 /u);
    const rounds = Number(/Runda \d+ z (\d+)/u.exec(await text(result))[1]);
    for (let step = 1; step < rounds; step++) await result.getByRole("button", { name: "Poprzednia" }).click();
    await shows(result, /Runda 1 z .*Park Lipowy 46 .*Park nad Strugą 40 /u);
    await result.getByText("Wszystkie rundy w tabeli").click();
    await shows(result.locator("details").first(), /Park Lipowy 46/u);
    assert.deepEqual(page.faults, []);
  });

  it("adds the visitor's paper, counts it, says so, and takes it out again", async () => {
    const page = await open(`${PAGE}#park`);
    await shows(page.locator("#park-result"), /Park Lipowy 54 /u);
    await page.getByRole("button", { name: "Wrzuć kartę do urny" }).first().click();
    await shows(page.locator("isonomia-ranked [part=error]"), /Daj numer co najmniej jednej opcji\./u);
    await rank(page, "Park Lipowy", "Ogród Sąsiadów");
    await page.getByRole("button", { name: "Wrzuć kartę do urny" }).first().click();
    await shows(page.locator("#park-count"), /^W urnie jest 165 kart\. W tym 1 Twoja\.$/u);
    await shows(page.locator("#park-result"), /Park Lipowy 55 /u);
    await shows(page.locator("#park-cast"), /Twoja karta jest w urnie i w wyniku: .*Park Lipowy .*Ogród Sąsiadów/u);
    assert.deepEqual(await page.locator("isonomia-ranked").evaluate((node) => node.value), []);
    await page.getByRole("button", { name: "Wyjmij tę kartę" }).click();
    await shows(page.locator("#park-count"), /^W urnie są 164 karty\.$/u);
    await shows(page.locator("#park-result"), /Park Lipowy 54 /u);
  });

  it("counts the same box by duels", async () => {
    const page = await open(`${PAGE}#park`);
    await page.getByLabel("Pojedynki").check();
    const papers = parkPapers();
    const [us, them] = [prefer(papers, 2, 1), prefer(papers, 1, 2)];
    await shows(page.locator("#park-result"), new RegExp(`Wygrywa Park nad Strugą\\. .*przeciw: Park Lipowy ?wygrany pojedynek ${us} : ${them} `, "u"));
    await shows(page.locator("#park-result"), /Pojedynki, metoda Schulzego \(ranked\/schulze\)/u);
  });

  it("can be voted on with the keyboard alone", async () => {
    const page = await open(PAGE);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Przejdź do treści");
    const until = async (name) => {
      for (let step = 0; step < 60; step++) {
        if (name.test(await focused(page))) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`${name} cannot be reached by Tab`);
    };
    await until(/^Nazwa parku$/u);
    await page.keyboard.press("Enter");
    await page.locator("#park h1:focus").waitFor();
    await until(/^Park Młynarza/u);
    await page.keyboard.press("Enter");
    await until(/^Wrzuć kartę/u);
    await page.keyboard.press("Enter");
    await shows(page.locator("#park-count"), /165 kart/u);
    await until(/^Wyjmij tę kartę/u);
  });

  it("shares the budget in two ways side by side, and counts a new paper in both", async () => {
    const page = await open(`${PAGE}#budzet`);
    // Computed apart from the engine from the same papers: by votes 3, 2, 1, 5; by equal shares 3, 5, 8, 9, 10, 7.
    await shows(page.locator("#budget-greedy"), /Do realizacji przechodzą 4 projekty z 12: 276 000 zł z 280 000 zł\./u);
    await shows(page.locator("#budget-shares"), /Do realizacji przechodzi 6 projektów z 12: 164 000 zł z 280 000 zł\./u);
    await shows(page.locator("#budget-greedy"), /Wodny plac zabaw 51 000 zł 43 głosy · zabrakło 47 000 zł/u);
    const ballot = page.locator("isonomia-budget");
    for (const name of ["Wodny plac zabaw", "Biblioteka"]) await ballot.getByRole("button", { name: new RegExp(name, "u") }).click();
    await page.locator("#budget-form").getByRole("button", { name: "Wrzuć kartę do urny" }).click();
    await shows(page.locator("#budget-count"), /W urnie jest 213 kart\. W tym 1 Twoja\./u);
    for (const place of ["#budget-greedy", "#budget-shares"]) await shows(page.locator(place), /44 głosy.*31 głosów/u);
    await shows(page.locator("#budget-cast"), /Biblioteka na kółkach dla seniorów/u);
    assert.deepEqual(page.faults, []);
  });

  it("counts a .pb file from the disk and compares it with the official result inside", async () => {
    const page = await open(`${PAGE}#plik`);
    await page.locator("#file-input").setInputFiles(file("wybory.pb", sample("budget.pb")));
    const result = page.locator("#file-result");
    await shows(result, /Do realizacji przechodzą 4 projekty z 12: 276 000.*280 000/u);
    await shows(result, /Wynik jest taki sam jak oficjalny zapisany w pliku\./u);
    await shows(result, /policzono 212 z 212/u);
    await result.getByLabel("Sposób liczenia:").selectOption("budget/equal-shares");
    await shows(result, /Do realizacji przechodzi 7 projektów z 12/u);
    await shows(result, /Wynik różni się od oficjalnego/u);
  });

  it("counts a .blt file that is dropped, with every round", async () => {
    const page = await open(`${PAGE}#plik`);
    const data = await page.evaluateHandle((content) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], "rada.blt"));
      return transfer;
    }, sample("council.blt").toString());
    await page.dispatchEvent("#file-drop", "drop", { dataTransfer: data });
    const result = page.locator("#file-result");
    await shows(page.locator("#file-status"), /rada\.blt/u);
    if (/wybierz…/u.test(await shows(result, /Sposób liczenia/u))) await result.getByLabel("Sposób liczenia:").selectOption("ranked/stv-scottish");
    await shows(result, /Wybrano: .*Runda \d+ z \d+/u);
    await shows(result, /policzono 331 z 331/u);
  });

  it("shows where a broken file is broken, and does not count it", async () => {
    const page = await open(`${PAGE}#plik`);
    const broken = sample("budget.pb").toString().replace("\n3;74000;", "\n3;7x000;");
    const line = broken.split("\n").findIndex((row) => row.startsWith("3;7x000;")) + 1;
    await page.locator("#file-input").setInputFiles(file("zepsuty.pb", broken));
    await shows(page.locator("#file-result"), new RegExp(`zepsuty\\.pb, wiersz ${line}, kolumna \\d+: .*7x000`, "u"));
    await shows(page.locator("#file-status"), /Nie da się policzyć: zepsuty\.pb/u);
    assert.doesNotMatch(await text(page.locator("#file-result")), /realizacji/u);
    for (const [name, content] of [["pusty.pb", ""], ["obraz.png", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255, 254, 13])], ["x.blt", "3 1\n1 9 0\n0\n"]]) {
      await page.locator("#file-input").setInputFiles(file(name, content));
      await shows(page.locator("#file-status"), new RegExp(`Nie da się policzyć: ${name}`, "u"));
      assert.match(await text(page.locator("#file-result")), /Jest błąd w danych|błęd/u);
    }
    assert.deepEqual(page.faults, []);
  });

  it("hands over a report, accepts it with its ballots, and rejects it when either is changed", async () => {
    const page = await open(`${PAGE}#plik`);
    await page.getByRole("button", { name: "budżet obywatelski (.pb)" }).click();
    await shows(page.locator("#file-result"), /Pobierz protokół/u);
    const [kept] = await Promise.all([page.waitForEvent("download"), page.locator("#file-result").getByRole("button", { name: "Pobierz protokół" }).click()]);
    const report = readFileSync(await kept.path(), "utf8");
    assert.equal(JSON.parse(report).format, "isonomia/report/1");
    const check = (...files) => page.locator("#audit-input").setInputFiles(files);
    await check(file("protokol.json", report));
    await shows(page.locator("#audit-result"), /Teraz wskaż plik z kartami/u);
    await check(file("budget.pb", sample("budget.pb")));
    await shows(page.locator("#audit-result"), /Protokół się zgadza\./u);
    await check(file("protokol.json", report.replace('"276000"', '"276001"')), file("budget.pb", sample("budget.pb")));
    await shows(page.locator("#audit-result"), /Protokół się nie zgadza\./u);
    await check(file("protokol.json", report), file("budget.pb", sample("budget.pb").toString().replace("\n212;", "\n213;")));
    await shows(page.locator("#audit-result"), /Protokół się nie zgadza\./u);
  });

  it("checks the record of a draw in sentences, and tells a sound one from a forged one", async () => {
    const page = await open(`${PAGE}#panel`);
    const result = page.locator("#panel-result");
    const record = JSON.parse(sample("panel/rehearsal.json"));
    await page.getByRole("button", { name: "próba losowania w Lipowie" }).click();
    // A rehearsal shows that nothing speaks against it, never more (docs/spec/rehearsal-v1.md).
    await shows(result, /^Nic nie przemawia przeciw temu losowaniu, ale nie wszystko da się wykazać\./u);
    await shows(result, /Ponowne losowanie panelu \(Zgadza się\) .*Próba \(Bez dowodu\)/u);
    for (const id of record.report.outcome.members) assert.match(await text(result.locator(".people")), new RegExp(id, "u"));
    await page.getByRole("button", { name: "sam zapis, bez list" }).click();
    await shows(result, /Ponowne losowanie panelu \(Bez dowodu\)/u);
    await page.getByRole("button", { name: "zapis z podmienioną osobą" }).click();
    await shows(result, /^To nie jest takie losowanie, za jakie się podaje\..*Bez zmian \(Nie zgadza się\)/u);
    // From the disk, in two goes: first the lists, then the record.
    await page.reload();
    await page.locator("#panel-input").setInputFiles([file("osoby.csv", sample("panel/people.csv")), file("kategorie.csv", sample("panel/categories.csv"))]);
    await shows(result, /Teraz wskaż zapis losowania/u);
    await page.locator("#panel-input").setInputFiles(file("zapis.json", sample("panel/rehearsal.json")));
    await shows(result, /^Nic nie przemawia.*Pula \(Zgadza się\)/u);
    await page.locator("#panel-input").setInputFiles(file("zapis.json", "{"));
    await shows(result, /^To nie jest takie losowanie/u);
    assert.deepEqual(page.faults, []);
  });

  it("speaks English everywhere when asked", async () => {
    const page = await open(PAGE);
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(await page.title(), "Votes of the town of Lipowo");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.locator("nav").getByRole("link", { name: "Name of the park" }).click();
    await shows(page.locator("#park-result"), /Park nad Strugą wins\./u);
    await shows(page.locator("isonomia-ranked [part=ballot]"), /Put in order/u);
    await page.locator("nav").getByRole("link", { name: "Citizens’ budget" }).click();
    await shows(page.locator("#budget-greedy"), /4 projects of 12 are funded/u);
    // Names of places stay Polish; no other Polish letters may be left on the page.
    const rest = (await page.locator("body").innerText()).replace(/Strugą|Skłodowskiej|Młyń?\S*|Solidarności|Ogród|Sąsiadów|zł/gu, "");
    assert.deepEqual(rest.match(/\S*[ąćęłńóśźż]\S*/giu) ?? [], []);
  });

  it("moves the focus to the heading of each task", async () => {
    const page = await open(PAGE);
    await page.locator("nav").getByRole("link", { name: "Policz plik" }).click();
    await page.locator("#plik h1:focus").waitFor();
    assert.equal(await page.locator("#start").isVisible(), false);
    await page.goBack();
    await page.locator("#start h1").waitFor();
  });

  it("sends nothing anywhere", async () => {
    const page = await open("about:blank", { url: "about:blank" });
    const asked = [];
    page.on("request", (request) => asked.push([request.method(), new URL(request.url()).protocol === "blob:" ? "blob" : request.url()]));
    const other = await open(`${PAGE}#park`);
    const origin = new URL(other.url()).origin;
    await page.goto(`${origin}${PAGE}#park`);
    await shows(page.locator("#park-result"), /Wygrywa/u);
    asked.length = 0;
    await rank(page, "Park Lipowy");
    await page.getByRole("button", { name: "Wrzuć kartę do urny" }).first().click();
    await shows(page.locator("#park-count"), /165/u);
    await page.goto(`${origin}${PAGE}#plik`);
    await page.locator("#file-input").setInputFiles(file("wybory.pb", sample("budget.pb")));
    await shows(page.locator("#file-result"), /realizacji/u);
    assert.deepEqual(asked.filter(([method, url]) => method !== "GET" || (url !== "blob" && !url.startsWith(origin))), []);
    assert.equal(await page.evaluate(() => document.cookie + localStorage.length + sessionStorage.length), "00");
  });

  for (const [name, options, lang] of [
    ["on a desktop in Polish", {}, "pl"],
    ["on a desktop in English, in the dark", { colorScheme: "dark" }, "en"],
    ["at 320 px in Polish, in the dark", { viewport: { width: 320, height: 640 }, colorScheme: "dark" }, "pl"],
    ["at 360 px in English", { viewport: { width: 360, height: 740 } }, "en"],
    ["in forced colours", { forcedColors: "active" }, "pl"],
  ]) {
    it(`is accessible ${name}`, async () => {
      const page = await open(PAGE, options);
      if (lang === "en") await page.getByRole("button", { name: "English" }).click();
      for (const view of ["start", "park", "budzet", "plik", "panel"]) {
        await page.evaluate((id) => { location.hash = id; }, view);
        await page.locator(`#${view}.current`).waitFor();
        if (view === "park") await shows(page.locator("#park-result"), /Strugą/u);
        if (view === "budzet") await shows(page.locator("#budget-shares"), /12/u);
        if (view === "plik") {
          await page.locator("[data-sample='budget.pb']").click();
          await shows(page.locator("#file-result"), /12/u);
        }
        if (view === "panel") {
          await page.locator("[data-draw='forged']").click();
          await shows(page.locator("#panel-result"), /L001/u);
        }
        await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
        assert.deepEqual(await axe(page), [], view);
        assert.deepEqual(await smallTargets(page), [], view);
        assert.ok((await overflow(page)) <= 0, `${view} runs over the side`);
      }
      assert.deepEqual(page.faults, []);
    });
  }
});
