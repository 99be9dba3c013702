// The ballots as a voter meets them: in a plain form, under a strict policy, with no engine.
import assert from "node:assert/strict";
import { it } from "node:test";
import { axe, focused, inBrowser, overflow, smallTargets } from "./browser.mjs";

const PAGE = "/pages/ballots.html";
const ranked = (page) => page.locator("isonomia-ranked[name=park]");
const budget = (page) => page.locator("isonomia-budget[name=projekt]");
const pick = (ballot, name) => ballot.getByRole("button", { name: new RegExp(`^${name}( |$)`, "u") }).first();
const status = (ballot) => ballot.getByRole("status").innerText();
const names = (ballot) => ballot.locator(".name").allInnerTexts();
const sent = (page) => page.locator("#sent").innerText();
const plain = (text) => text.replace(/\s/gu, " ");
const says = async (ballot, text) => {
  const until = Date.now() + 3000;
  while (!plain(await status(ballot)).includes(text) && Date.now() < until) await new Promise((done) => setTimeout(done, 20));
  assert.ok(plain(await status(ballot)).includes(text), `"${await status(ballot)}" does not say "${text}"`);
};

inBrowser("ballot elements", (open) => {
  it("rank by tapping, say each step, and keep the list still until asked", async () => {
    const page = await open(PAGE);
    const ballot = ranked(page);
    await pick(ballot, "Park Kopernika").click();
    await says(ballot, "Park Kopernika ma teraz numer 1. 3 opcje bez numeru.");
    await pick(ballot, "Park Lipowy").click();
    await says(ballot, "Park Lipowy ma teraz numer 2. 2 opcje bez numeru.");
    assert.deepEqual(await names(ballot), ["Park Lipowy", "Park Nowy", "Park Rzeczny", "Park Kopernika"]);
    await ballot.getByRole("button", { name: "Ułóż po kolei" }).click();
    assert.deepEqual(await names(ballot), ["Park Kopernika", "Park Lipowy", "Park Nowy", "Park Rzeczny"]);
    await says(ballot, "Lista jest teraz w Twojej kolejności.");
    await ballot.getByRole("button", { name: "Wyczyść" }).click();
    assert.deepEqual(await names(ballot), ["Park Lipowy", "Park Nowy", "Park Rzeczny", "Park Kopernika"]);
    assert.deepEqual(page.faults, []);
  });

  it("refuse a fourth rank with the reason, and give a rank back", async () => {
    const page = await open(PAGE);
    const ballot = ranked(page);
    for (const name of ["Park Nowy", "Park Lipowy", "Park Rzeczny"]) await pick(ballot, name).click();
    assert.equal(await pick(ballot, "Park Kopernika").getAttribute("aria-disabled"), "true");
    await pick(ballot, "Park Kopernika").click({ force: true });
    await says(ballot, "Możesz dać do 3 numerów. Najpierw zabierz któryś numer.");
    await pick(ballot, "Park Nowy").click();
    await says(ballot, "Park Nowy nie ma już numeru.");
    assert.equal(await pick(ballot, "Park Lipowy").innerText().then(plain), "1 Park Lipowy numer 1");
    assert.deepEqual(await ballot.evaluate((node) => node.value), ["lipowy", "rzeczny"]);
  });

  it("move by keyboard alone, and leave the focus on the same control of the same option", async () => {
    const page = await open(PAGE);
    const ballot = ranked(page);
    await page.keyboard.press("Tab");
    assert.match(await focused(page), /^Park Lipowy/u);
    await page.keyboard.press("Enter");
    for (let step = 0; step < 3; step++) await page.keyboard.press("Tab");
    assert.match(await focused(page), /^Park Nowy/u);
    await page.keyboard.press("Space");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Przesuń wyżej: Park Nowy");
    await page.keyboard.press("Enter");
    await says(ballot, "Park Nowy ma teraz numer 1.");
    assert.equal(await focused(page), "Przesuń wyżej: Park Nowy");
    await page.keyboard.press("Enter");
    await says(ballot, "Park Nowy ma już numer 1.");
    assert.equal(await focused(page), "Przesuń wyżej: Park Nowy");
    assert.deepEqual(await ballot.evaluate((node) => node.value), ["nowy", "lipowy"]);
    assert.deepEqual(await names(ballot), ["Park Lipowy", "Park Nowy", "Park Rzeczny", "Park Kopernika"]);
  });

  it("fill a budget, show what does not fit with the reason, and what is left", async () => {
    const page = await open(PAGE);
    const ballot = budget(page);
    assert.match(plain(await ballot.locator("[part=ballot]").innerText()), /Razem mogą kosztować do 100 000 zł\./u);
    await pick(ballot, "Drzewa").click();
    await says(ballot, "Dodano: Drzewa. Wybrane: 70 000 zł z 100 000 zł. Zostaje: 30 000 zł.");
    assert.match(plain(await pick(ballot, "Boisko").innerText()), /95 000,50 zł Nie mieści się: brakuje 65 000,50 zł/u);
    assert.equal(await pick(ballot, "Boisko").getAttribute("aria-disabled"), "true");
    await pick(ballot, "Boisko").click({ force: true });
    await says(ballot, "Boisko kosztuje 95 000,50 zł, a zostało tylko 30 000 zł. Najpierw zdejmij inny projekt.");
    assert.deepEqual(await ballot.evaluate((node) => node.value), ["drzewa"]);
    await pick(ballot, "Ławki").click();
    assert.equal(await ballot.locator(".segment").count(), 2);
  });

  it("let an overspent ballot be seen and refuse to send it", async () => {
    const page = await open(PAGE);
    const ballot = budget(page);
    await ballot.evaluate((node) => { node.value = ["drzewa", "boisko"]; });
    assert.equal(await page.locator("isonomia-budget:state(overspent)").count(), 1);
    assert.match(plain(await ballot.locator("[part=ballot]").innerText()), /Ponad budżet: 65 000,50 zł/u);
    assert.equal(await ballot.evaluate((node) => node.checkValidity()), false);
    assert.match(plain(await ballot.locator("[part=error]").innerText()), /kosztują 165 000,50 zł, o 65 000,50 zł więcej niż budżet 100 000 zł/u);
    assert.deepEqual(await ballot.evaluate((node) => node.issues.map(({ code }) => code)), ["over-budget"]);
  });

  it("choose at most k from plain checkboxes that are the ballot without scripts", async () => {
    const page = await open(PAGE);
    const ballot = page.locator("isonomia-budget[name=k]");
    assert.deepEqual(await ballot.evaluate((node) => node.value), ["a"]);
    await pick(ballot, "Projekt B").click();
    await pick(ballot, "Projekt C").click({ force: true });
    await says(ballot, "Możesz wybrać do 2 projektów. Najpierw zdejmij któryś.");
    assert.deepEqual(await ballot.evaluate((node) => node.value), ["a", "b"]);
    assert.deepEqual(await page.locator("isonomia-ranked[name=plac]").evaluate((node) => node.value), ["stary", "zielony"]);
  });

  it("are drawn on a slow machine too, where one of ten pages had a ballot nobody could see", async () => {
    const page = await open(PAGE);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 12 });
    for (let run = 0; run < 12; run++) {
      await page.reload();
      const heights = await page.locator("isonomia-ranked, isonomia-budget").evaluateAll((ballots) =>
        ballots.map((ballot) => ballot.shadowRoot.querySelector("[part=ballot]").getBoundingClientRect().height));
      assert.equal(heights.length, 4);
      for (const height of heights) assert.ok(height > 100, `heights ${heights} in run ${run}`);
    }
  });

  it("keep a choice of the page whose controls arrive in pieces", async () => {
    const page = await open(PAGE);
    const sent = await page.evaluate(async () => {
      const form = document.createElement("form");
      form.innerHTML = '<isonomia-ranked name="late" label="Late"></isonomia-ranked>';
      document.body.append(form);
      const ballot = form.firstChild;
      const select = document.createElement("select");
      select.name = "late[a]";
      ballot.append(select);
      await new Promise((done) => setTimeout(done));
      select.innerHTML = '<option value="">-</option><option selected>1</option>';
      await new Promise((done) => setTimeout(done));
      return new URLSearchParams(new FormData(form)).toString();
    });
    assert.equal(decodeURIComponent(sent), "late[a]=1");
  });

  it("submit with the form as plain fields, ask for what is missing, and reset", async () => {
    const page = await open(PAGE);
    await page.locator("#send").click();
    assert.equal(await sent(page), "");
    assert.equal(await ranked(page).locator("[part=error]").innerText(), "Daj numer co najmniej jednej opcji.");
    await pick(ranked(page), "Park Kopernika").click();
    await pick(ranked(page), "Park Nowy").click();
    await pick(budget(page), "Ławki").click();
    assert.equal(await ranked(page).locator("[part=error]").isVisible(), false);
    await page.locator("#send").click();
    assert.equal(decodeURIComponent(await sent(page)), "park[kopernika]=1&park[nowy]=2&projekt=lawki&k=a&plac[stary]=1&plac[zielony]=2");
    await page.locator("#reset").click();
    assert.deepEqual(await ranked(page).evaluate((node) => node.value), []);
    assert.deepEqual(await page.locator("isonomia-budget[name=k]").evaluate((node) => node.value), ["a"]);
  });

  it("send the events that pages and frameworks listen to", async () => {
    const page = await open(PAGE);
    await pick(ranked(page), "Park Nowy").click();
    assert.deepEqual(await page.evaluate(() => window.events), [["input", "park", null], ["change", "park", null], ["isonomia-change", "park", ["nowy"]]]);
  });

  it("obey a disabled fieldset", async () => {
    const page = await open(PAGE);
    await page.evaluate(() => { document.getElementById("set").disabled = true; });
    assert.equal(await pick(ranked(page), "Park Nowy").isDisabled(), true);
    assert.equal(await page.evaluate(() => [...new FormData(document.getElementById("vote"))].length), 0);
    await page.evaluate(() => { document.getElementById("set").disabled = false; });
    assert.equal(await pick(ranked(page), "Park Nowy").isDisabled(), false);
  });

  it("keep a draft when the voter goes away and comes back", async () => {
    const page = await open(PAGE);
    await pick(ranked(page), "Park Nowy").click();
    await page.goto("about:blank");
    await page.goBack();
    await pick(ranked(page), "Park Lipowy").waitFor();
    assert.deepEqual(await ranked(page).evaluate((node) => node.value), ["nowy"]);
  });

  it("follow the language of the page and options that come later", async () => {
    const page = await open(PAGE);
    const ballot = ranked(page);
    await pick(ballot, "Park Nowy").click();
    await page.evaluate(() => { document.documentElement.lang = "en"; });
    await ballot.getByRole("button", { name: "Put in order" }).waitFor();
    await says(ballot, "Park Nowy is now number 1. 3 options have no number.");
    await ballot.evaluate((node) => node.insertAdjacentHTML("beforeend", '<isonomia-option value="x">Park X</isonomia-option>'));
    await pick(ballot, "Park X").waitFor();
    assert.deepEqual(await ballot.evaluate((node) => node.value), ["nowy"]);
    assert.equal((await names(ballot)).at(-1), "Park X");
  });

  it("take sentences from the page, also with the one script tag", async () => {
    const page = await open(PAGE);
    await page.evaluate(() => isonomia.registerLocale("uk", { "ranked.order": "Упорядкувати" }));
    await page.evaluate(() => { document.documentElement.lang = "uk"; });
    await ranked(page).getByRole("button", { name: "Упорядкувати" }).waitFor();
    await ranked(page).getByRole("button", { name: "Clear" }).waitFor();
  });

  it("survive being moved in the page, and tapped twice as fast as one can", async () => {
    const page = await open(PAGE);
    const ballot = ranked(page);
    await pick(ballot, "Park Nowy").dblclick();
    assert.deepEqual(await ballot.evaluate((node) => node.value), []);
    await pick(ballot, "Park Nowy").click();
    await ballot.evaluate((node) => document.getElementById("vote").append(node));
    assert.deepEqual(await ballot.evaluate((node) => node.value), ["nowy"]);
    assert.equal(await ballot.locator("li").count(), 4);
  });

  for (const [name, options, dir] of [
    ["on a desktop", {}, "ltr"],
    ["at 320 px", { viewport: { width: 320, height: 640 } }, "ltr"],
    ["in the dark, right to left, at 320 px", { colorScheme: "dark", viewport: { width: 320, height: 640 } }, "rtl"],
    ["in forced colours", { forcedColors: "active" }, "ltr"],
  ]) {
    it(`are accessible ${name}`, async () => {
      const page = await open(PAGE, options);
      await page.evaluate((value) => { document.documentElement.dir = value; }, dir);
      await pick(ranked(page), "Park Rzeczny").click();
      await pick(ranked(page), "Park Nowy").click();
      await pick(budget(page), "Drzewa").click();
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await smallTargets(page), []);
      assert.ok((await overflow(page)) <= 0, "the page runs over the side");
      assert.deepEqual(page.faults, []);
    });
  }
});
