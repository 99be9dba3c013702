// The engine in a real browser: on the page, in a worker, inside one file, with integrity.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { dist, inBrowser } from "./browser.mjs";

const WITH_ENGINE = "/demo/index.html";
const wasm = readFileSync(join(dist, "core.wasm"));
const sha = (algorithm, encoding) => createHash(algorithm).update(wasm).digest(encoding);
const park = readFileSync(new URL("../../samples/park-name.blt", import.meta.url), "utf8");

inBrowser("engine", (open) => {
  it("loads beside the page's script and knows its own hash", async () => {
    const page = await open(WITH_ENGINE);
    const info = await page.evaluate(async () => (await import("/index.js")).ready());
    assert.equal(info.wasmSha256, sha("sha256", "hex"));
  });

  it("counts the same on the page, in a worker and from one file", async () => {
    const page = await open(WITH_ENGINE);
    const texts = await page.evaluate(async (park) => {
      const request = { files: [{ name: "park.blt", bytes: park }], rule: "ranked/irv" };
      const here = await import("/index.js");
      await here.ready();
      const { createWorkerEngine } = await import("/worker.js");
      const worker = await createWorkerEngine();
      const inline = await import("/inline.js");
      await inline.ready();
      return [here.countText(request), await worker.countText(request), inline.countText(request)];
    }, park);
    assert.equal(texts[1], texts[0]);
    assert.equal(texts[2], texts[0]);
    const { outcome } = JSON.parse(texts[0]);
    assert.equal(outcome.elected.length, 1);
  });

  it("stops one call of a worker and answers the others", async () => {
    const page = await open(WITH_ENGINE);
    const [stopped, answered, after] = await page.evaluate(async () => {
      const { createWorkerEngine } = await import("/worker.js");
      const engine = await createWorkerEngine();
      const stop = new AbortController();
      const files = [{ name: "x.blt", bytes: "x" }];
      const first = engine.validate({ files }, { signal: stop.signal }).catch((error) => error.code);
      const second = engine.rules();
      stop.abort();
      return [await first, Array.isArray(await second), Array.isArray(await engine.rules())];
    });
    assert.deepEqual([stopped, answered, after], ["aborted", true, true]);
  });

  it("takes bytes that their hash vouches for, and no others", async () => {
    const page = await open(WITH_ENGINE);
    const load = (integrity) =>
      page.evaluate(async (integrity) => {
        const { ready } = await import("/index.js");
        return ready(fetch("/core.wasm", { integrity })).then((info) => info.version, (error) => error.code);
      }, integrity);
    assert.equal(await load(`sha384-${createHash("sha384").update("tampered").digest("base64")}`), "load");
    assert.match(await load(`sha384-${sha("sha384", "base64")}`), /^\d+\.\d+\.\d+$/);
  });

  it("says which word the site's policy lacks", async () => {
    const page = await open("/pages/ballots.html");
    const error = await page.evaluate(async () => {
      const { ready } = await import("/index.js");
      return ready().catch(({ name, code, hint }) => ({ name, code, hint }));
    });
    assert.deepEqual([error.name, error.code], ["IsonomiaError", "load"]);
    assert.match(error.hint, /wasm-unsafe-eval/);
  });
});
