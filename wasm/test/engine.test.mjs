// The shipped package in Node: how it loads, how it fails, how it recovers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { test } from "node:test";

const dist = new URL("../dist/", import.meta.url);
const entry = (name) => import(new URL(name, dist).href);

test("Node loads by itself and tells its version and hash", async () => {
  const { ready } = await entry("index.node.js");
  const info = await ready();
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  assert.equal(info.version, version);
  assert.equal(info.wasmSha256, createHash("sha256").update(readFileSync(new URL("core.wasm", dist))).digest("hex"));
});

test("require() of the ES module works", () => {
  const { readySync, IsonomiaError } = createRequire(import.meta.url)(new URL("index.node.js", dist).pathname);
  assert.equal(typeof readySync, "function");
  assert.equal(typeof IsonomiaError, "function");
});

test("the browser's entry says what to do when it is used too early", async () => {
  const { rules, IsonomiaError } = await entry("index.js");
  assert.throws(() => rules(), (error) => error instanceof IsonomiaError && error.code === "not-ready" && /ready\(\)/.test(error.hint));
});

test("a load that failed may be tried again", async () => {
  const { ready } = await entry("index.js?again");
  await assert.rejects(ready(new Uint8Array([1, 2, 3])), { name: "IsonomiaError", code: "load" });
  const info = await ready(readFileSync(new URL("core.wasm", dist)));
  assert.match(info.version, /^\d+\.\d+\.\d+$/);
});

test("inline needs no second file", async () => {
  const { ready } = await entry("inline.js");
  assert.match((await ready()).wasmSha256, /^[0-9a-f]{64}$/);
});
