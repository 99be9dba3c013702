// isonomia-desk.html: one file, opened from a disk, with no network.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { pathToFileURL } from "node:url";
import { dist, inBrowser } from "./browser.mjs";

const desk = join(dist, "isonomia-desk.html");
const sample = (name) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));

inBrowser("the desk in one file", (open) => {
  it("holds everything it needs", () => {
    assert.ok(existsSync(desk), "dist/isonomia-desk.html is not built");
    const page = readFileSync(desk, "utf8");
    assert.doesNotMatch(page, /<(?:link|script|img)\s[^>]*(?:src|href)="(?!data:|#)/u);
    assert.doesNotMatch(page, /<script[^>]*type="module"/u);
  });

  it("counts from file:// while offline", async () => {
    const page = await open("", { url: pathToFileURL(desk).href, offline: true });
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.getByRole("link", { name: "Jak nazwać nowy park?" }).click();
    await page.locator("#park-result .verdict", { hasText: "Park nad Strugą" }).waitFor();
    await page.locator("isonomia-ranked").getByRole("button", { name: /^Park Lipowy/u }).first().click();
    await page.getByRole("button", { name: "Wrzuć kartę do urny" }).first().click();
    await page.locator("#park-count", { hasText: "165" }).waitFor();
    await page.locator("nav").getByRole("link", { name: "Policz plik" }).click();
    await page.locator("#file-input").setInputFiles({ name: "wybory.pb", mimeType: "application/octet-stream", buffer: sample("budget.pb") });
    await page.locator("#file-result", { hasText: "4 projekty z 12" }).waitFor();
    await page.locator("#file-input").setInputFiles({ name: "zepsuty.pb", mimeType: "application/octet-stream", buffer: Buffer.from("META\nkey;value\n") });
    await page.locator("#file-status", { hasText: "Nie da się policzyć" }).waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.locator("h1:visible", { hasText: "Count a file" }).waitFor();
    assert.deepEqual(asked.filter((url) => !/^(blob|data):/u.test(url)), []);
    assert.deepEqual(page.faults, []);
  });
});
