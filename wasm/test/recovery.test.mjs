// After a defect inside the engine the page goes on: a clear error, then right answers again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = process.env.ISONOMIA_WASM_TEST;
const skip = folder === undefined && "needs the engine with test verbs: run `cargo xtask test`";

test("a panic becomes an error that keeps its words, and the engine restarts", { skip }, async () => {
  const { call, IsonomiaError } = await import(pathToFileURL(`${folder}/engine.mjs`).href);
  const version = () => JSON.parse(call("version", "{}", new Uint8Array())).version;
  const before = version();
  for (let round = 0; round < 3; round += 1) {
    assert.throws(
      () => call("test/panic", "{}", new Uint8Array()),
      (error) => error instanceof IsonomiaError && error.code === "internal" && error.message.includes("asked to, by a test"),
    );
    assert.equal(version(), before);
  }
});

test("an unknown verb is an error with a code", { skip }, async () => {
  const { call } = await import(pathToFileURL(`${folder}/engine.mjs`).href);
  assert.throws(() => call("frobnicate", "{}", new Uint8Array()), { name: "IsonomiaError", code: "verb-unknown" });
});
