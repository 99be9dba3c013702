// <isonomia-draw> in a real browser: drop, read, prove, by keyboard, narrow, strict, offline.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { pathToFileURL } from "node:url";
import { axe, dist, focused, inBrowser, overflow, smallTargets } from "./browser.mjs";

const sample = (name) => readFileSync(new URL(`../../samples/draw/${name}`, import.meta.url));
const file = (name) => ({ name, mimeType: "application/octet-stream", buffer: sample(name) });
const SEAL = sample("seal.txt").toString().trim();
const DIGITS = "17326548209184736205";
const PAGE = "/pages/draw.html";

const chooser = (page) => page.locator("isonomia-draw input[type=file][multiple]");
const verdict = (page) => page.locator("isonomia-draw [part~=verdict]");
const finding = (page, name) => page.locator(`isonomia-draw li[data-check="${name}"]`).getAttribute("data-finding");

inBrowser("<isonomia-draw>", (open) => {
  it("says every check of a whole ceremony, and PASS to who knows seal and dice", async () => {
    const page = await open(PAGE);
    const asked = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await chooser(page).setInputFiles(["transcript.json", "panels.json", "policy.txt"].map(file));
    await verdict(page).getByText("UNPROVEN: nic nie przemawia").waitFor();
    assert.equal(await finding(page, "expected-manifest"), "UNPROVEN");
    await page.getByLabel("Pieczęć ogłoszona przed losowaniem").fill(SEAL);
    await page.getByLabel("Co widziano przed nadajnikiem").fill(DIGITS);
    await page.getByRole("button", { name: "Sprawdź ponownie" }).click();
    await verdict(page).getByText("PASS: wszystkie sprawdzenia").waitFor();
    const rows = page.locator("isonomia-draw li[data-check]");
    assert.equal(await rows.count(), 43);
    for (const text of await rows.allInnerTexts()) assert.match(text, /zgadza się\s+\S/u);
    await page.getByText("Panel on the river bank").waitFor();
    assert.equal(await page.getByText("Że strony są od siebie niezależne.").count(), 1, "what it does not show is said");
    assert.deepEqual(asked.filter((path) => !/\.(js|wasm|svg)$/u.test(path)), [], "nothing is fetched but the module");
    assert.deepEqual(page.faults, []);
  });

  it("says FAIL aloud when one digit is exchanged", async () => {
    const page = await open(PAGE);
    const forged = Buffer.from(sample("transcript.json").toString().replace(DIGITS, DIGITS.replace("1732", "1733")));
    await chooser(page).setInputFiles({ name: "forged.json", mimeType: "application/json", buffer: forged });
    await verdict(page).getByText("FAIL: to nie jest takie losowanie").waitFor();
    assert.equal(await finding(page, "seed"), "FAIL");
    assert.match(await page.locator("isonomia-draw [part=status]").first().innerText(), /^FAIL: .* niezgodne \d+\.$/u);
    assert.match(await page.locator('li[data-check="seed"]').innerText(), /nie zgadza się/u, "the finding is a word, not a colour");
  });

  it("takes a dropped transcript, and a second one in its place", async () => {
    const page = await open(PAGE);
    const drop = (name, text) =>
      page.evaluate(({ name, text }) => {
        const data = new DataTransfer();
        data.items.add(new File([text], name));
        document.querySelector("isonomia-draw").shadowRoot.querySelector("[part=drop]").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
      }, { name, text });
    await drop("transcript.json", sample("transcript.json").toString());
    await verdict(page).getByText("UNPROVEN").waitFor();
    await drop("other.json", "{}}");
    await verdict(page).getByText("FAIL").waitFor();
    assert.equal(await page.locator("isonomia-draw [part=files] li").count(), 1);
  });

  it("proves a person's own place with the private file, which stays here", async () => {
    const page = await open(PAGE);
    await page.getByRole("button", { name: "Wykaż" }).click();
    await page.getByText("Najpierw upuść wyżej zapis losowania.").waitFor();
    await chooser(page).setInputFiles(["transcript.json", "panels.json"].map(file));
    await verdict(page).waitFor();
    await page.getByLabel("Albo wklej jego tekst").fill(sample("proof.json").toString());
    await page.getByRole("button", { name: "Wykaż" }).click();
    const shown = page.locator("isonomia-draw [part=proof-result]");
    await shown.getByText("Twoje miejsce w puli jest potwierdzone.").waitFor();
    await shown.getByText("Szansa wynosiła 10 na 100").waitFor();
    await shown.getByText("Wylosowano panel numer 86 i tej osoby w nim nie ma.").waitFor();
    await page.getByLabel("Albo wklej jego tekst").fill("{}");
    await page.getByRole("button", { name: "Wykaż" }).click();
    await page.getByText("To nie jest dowód miejsca w puli.").waitFor();
    assert.equal(await shown.innerText(), "");
  });

  it("can be used by keyboard alone", async () => {
    const page = await open(PAGE);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Wybierz pliki");
    const choosing = page.waitForEvent("filechooser");
    // The browser must have heard that its dialogue is wanted here before the key comes.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100))));
    await page.keyboard.press("Enter");
    await (await choosing).setFiles([file("transcript.json")]);
    await verdict(page).waitFor();
    await page.keyboard.press("Tab");
    assert.match(await focused(page), /^Usuń transcript\.json/u);
    await page.keyboard.press("Tab");
    await page.keyboard.type(SEAL);
    await page.keyboard.press("Tab");
    await page.locator('li[data-check="expected-manifest"][data-finding=PASS]').waitFor({ state: "attached" });
    await page.keyboard.type("xyz");
    await page.keyboard.press("Tab");
    await page.getByText("To nie są same cyfry").waitFor();
  });

  it("speaks four languages, and changes with the page", async () => {
    const page = await open(PAGE);
    await chooser(page).setInputFiles(file("transcript.json"));
    for (const [lang, heading, found] of [["en", "Check a draw", "UNPROVEN: nothing"], ["uk", "Перевірте жеребкування", "UNPROVEN: ніщо"], ["ro", "Verificați o tragere", "UNPROVEN: nimic"], ["pl", "Sprawdź losowanie", "UNPROVEN: nic"]]) {
      await page.evaluate((lang) => { document.documentElement.lang = lang; }, lang);
      await page.getByRole("heading", { name: heading }).waitFor();
      await verdict(page).getByText(found).waitFor();
    }
  });

  it("has no accessibility faults, no small target and no sideways scrolling", async () => {
    const shots = process.env.ISONOMIA_SHOTS;
    for (const [name, options] of Object.entries({
      wide: {}, dark: { colorScheme: "dark" }, forced: { forcedColors: "active" }, phone: { viewport: { width: 320, height: 640 } },
    })) {
      const page = await open(PAGE, options);
      await chooser(page).setInputFiles(["transcript.json", "panels.json"].map(file));
      await verdict(page).waitFor();
      await page.getByLabel("Albo wklej jego tekst").fill(sample("proof.json").toString());
      await page.getByRole("button", { name: "Wykaż" }).click();
      await page.locator("isonomia-draw [part~=proof]").waitFor();
      await page.locator("isonomia-draw summary").click();
      assert.deepEqual(await axe(page), [], name);
      assert.deepEqual(await smallTargets(page), [], name);
      assert.ok((await overflow(page)) <= 0, `${name} runs over the side`);
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `draw-${name}.png`), fullPage: true });
      }
    }
  });

  it("says which word a strict policy lacks", async () => {
    const page = await open("/pages/draw-strict.html");
    await chooser(page).setInputFiles(file("transcript.json"));
    await page.locator("isonomia-draw [part=status]", { hasText: "Nie udało się wczytać programu sprawdzającego" }).first().waitFor();
  });

  it("verifies from a disk while offline, as one script", async () => {
    const folder = mkdtempSync(join(tmpdir(), "isonomia-draw-"));
    try {
      copyFileSync(join(dist, "draw-standalone.js"), join(folder, "draw-standalone.js"));
      writeFileSync(join(folder, "page.html"), '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><script src="draw-standalone.js"></script><isonomia-draw></isonomia-draw>');
      const page = await open("", { url: pathToFileURL(join(folder, "page.html")).href, offline: true });
      await chooser(page).setInputFiles(file("transcript.json"));
      await verdict(page).getByText("UNPROVEN: nothing speaks against").waitFor();
      assert.deepEqual(page.faults, []);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("stands on the demo page, where a sealed draw dropped beside it finds it", async () => {
    const page = await open("/demo/index.html#panel");
    await page.locator("#panel-input").setInputFiles(["transcript.json", "panels.json", "policy.txt"].map(file));
    await verdict(page).getByText("UNPROVEN").waitFor();
    await page.locator("#panel-status", { hasText: "To zapieczętowane losowanie" }).waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await verdict(page).getByText("nothing speaks against").waitFor();
    assert.deepEqual(page.faults, []);
  });
});
