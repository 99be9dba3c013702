// The published vectors of the draw, of canonical JSON and of all its cryptography, checked on wasm32 by the
// same Rust functions that check them natively.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = process.env.ISONOMIA_WASM_TEST;
const vectors = new URL("../../../shared/vectors/", import.meta.url);

for (const name of ["draw-v1.json", "jcs-rfc8785.json", "chacha20.json", "merkle-rfc6962.json", "rfc3797.json",
  "samplers.json", "ed25519.json", "drand.json", "ecvrf.json"]) {
  const file = new URL(name, vectors);
  const skip =
    (folder === undefined && "needs the engine with test verbs: run `cargo xtask test`") ||
    (!existsSync(file) && "SKIPPED: the vector file is not beside the repository");
  test(`${name} on wasm32`, { skip }, async () => {
    const { call } = await import(pathToFileURL(`${folder}/engine.mjs`).href);
    const sections = JSON.parse(call(`test/vectors/${name}`, "{}", readFileSync(file)));
    const compared = Object.values(sections).reduce((sum, count) => sum + count, 0);
    assert.ok(compared > 0, "something was compared");
    console.log(`${name}: ${compared} values`);
  });
}
