// The verifier of draws as its own module: vectors, a whole ceremony, proofs, languages, weight.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { proveDraw, readyDraw, verifyDraw } from "isonomia/draw";
import { verifyDraw as verifyInline } from "isonomia/draw/inline";

const sample = (name) => readFileSync(new URL(`../../samples/draw/${name}`, import.meta.url));
const dist = (name) => readFileSync(new URL(`../dist/${name}`, import.meta.url));
const DIGITS = "17326548209184736205";
const ceremony = {
  transcript: sample("transcript.json"),
  panels: sample("panels.json"),
  policy: sample("policy.txt"),
  seal: sample("seal.txt").toString(),
};
const NAMES = [
  "json", "schema", "manifest-hash", "rehearsal", "evidence-count", "sources", "beacon-present", "draw-time", "dice-format",
  "list-format", "commitment", "reveal-order", "drand-chain", "drand-round-not-from-draw-time", "drand-signature",
  "not-before-beacon", "signatures", "expected-manifest", "organiser-signature", "party-signatures", "anchors",
  "manifest-anchored", "reveals-witnessed", "attempts", "source-digests", "seed", "draw-labels", "panel-draw", "sample-size",
  "ticket-ids", "draw-keys", "draw-key:panel", "draw-key:reserves", "results", "result:panel", "result:reserves", "opened",
  "opened-index", "opened-panel", "opened-path", "panel-list", "panel-quotas", "panel-chances",
];
const failed = (verdict) => verdict.checks.filter(({ finding }) => finding === "FAIL").map(({ name }) => name);
const not = (verdict, what) => verdict.checks.filter(({ finding }) => finding !== what).map(({ name }) => name);

test("a whole ceremony holds for who knows the seal and noted the dice", () => {
  const verdict = verifyDraw({ ...ceremony, saw: DIGITS });
  assert.deepEqual(not(verdict, "PASS"), []);
  assert.equal(verdict.verdict, "PASS");
  assert.deepEqual(verdict.checks.map(({ name }) => name), NAMES);
  assert.equal(verdict.purpose, "Panel on the river bank");
  assert.equal(verdict.members.length, 6);
  assert.equal(verdict.unshown.length, 5);
  assert.deepEqual(verifyInline({ ...ceremony, saw: DIGITS }), verdict, "the file with the module inside says the same");
});

test("who brings no trust along is told what cannot be shown", () => {
  const verdict = verifyDraw({ transcript: ceremony.transcript });
  assert.equal(verdict.verdict, "UNPROVEN");
  assert.deepEqual(not(verdict, "PASS"), ["expected-manifest", "manifest-anchored", "reveals-witnessed", "panel-list", "panel-quotas"]);
  assert.equal(verifyDraw({ ...ceremony, seal: "0".repeat(64) }).verdict, "FAIL");
  assert.deepEqual(failed(verifyDraw({ ...ceremony, saw: "1".repeat(20) })), ["reveals-witnessed"]);
  assert.deepEqual(failed(verifyDraw({ ...ceremony, panels: sample("policy.txt") })), ["panel-list"]);
});

test("hex digits may be pasted as people paste them", () => {
  const seal = ` ${ceremony.seal.trim().toUpperCase().replace(/(.{8})/gu, "$1 ")}\n`;
  assert.equal(verifyDraw({ ...ceremony, seal, saw: "1732 6548 2091 8473 6205" }).verdict, "PASS");
});

test("a changed byte is a FAIL, and no file is an exception", () => {
  const text = ceremony.transcript.toString();
  assert.deepEqual(failed(verifyDraw({ transcript: text.replace(DIGITS, DIGITS.replace("1732", "1733")) })).includes("seed"), true);
  for (const broken of ["", "{", "[]", "\u0000", text.slice(0, -20), `\ufeff${text}`]) {
    assert.equal(verifyDraw({ transcript: broken }).verdict, "FAIL", JSON.stringify(broken.slice(0, 9)));
  }
});

test("a request that cannot be read is refused by name", () => {
  const refused = (request, code) => assert.throws(() => verifyDraw({ ...ceremony, ...request }), { name: "IsonomiaError", code });
  refused({ seal: "12" }, "request-seal");
  refused({ saw: "heads" }, "request-saw");
  refused({ key: "x" }, "request-key");
  refused({ policy: "nonsense" }, "request-policy");
  assert.throws(() => proveDraw({ proof: "{}", transcript: ceremony.transcript }), { code: "proof-malformed" });
  assert.throws(() => proveDraw({ proof: sample("proof.json"), transcript: "{}" }), { code: "transcript-malformed" });
});

test("a person proves a place in the pool, the chance, and whether the panel was theirs", () => {
  const proof = proveDraw({ proof: sample("proof.json"), transcript: ceremony.transcript, panels: ceremony.panels });
  const position = JSON.parse(sample("proof.json")).position;
  const lists = JSON.parse(sample("panels.json")).panels;
  assert.equal(proof.finding, "PASS");
  assert.deepEqual(proof.chance, [lists.filter((panel) => panel.includes(position)).length, lists.length]);
  assert.equal(proof.drawn, JSON.parse(ceremony.transcript).opened.panel.includes(position));
  const before = proveDraw({ proof: sample("proof.json"), transcript: sample("manifest.json") });
  assert.deepEqual([before.finding, before.chance, before.drawn], ["PASS", null, null]);
  const salt = (text) => text.replace(/"salt":"(.)/u, (_, digit) => `"salt":"${digit === "0" ? "1" : "0"}`);
  assert.equal(proveDraw({ proof: salt(sample("proof.json").toString()), transcript: ceremony.transcript }).finding, "FAIL");
});

for (const lang of ["en", "pl", "uk", "ro"]) {
  test(`${lang}: every sentence is there and filled`, () => {
    for (const saw of [undefined, DIGITS, "1".repeat(20)]) {
      const verdict = verifyDraw({ ...ceremony, lang: `${lang}-XX`, ...(saw && { saw }) });
      const said = [verdict.headline, ...verdict.unshown, ...verdict.facts.map(({ sentence }) => sentence), ...verdict.checks.flatMap(({ title, sentence }) => [title, sentence])];
      said.push(...proveDraw({ proof: sample("proof.json"), transcript: ceremony.transcript, panels: ceremony.panels, lang }).facts.map(({ sentence }) => sentence));
      for (const sentence of said) assert.doesNotMatch(sentence, /[{}[\]|#]|undefined/u);
    }
  });
}

test("the languages differ, and an unknown one is English", () => {
  const headline = (lang) => verifyDraw({ ...ceremony, lang }).headline;
  assert.equal(new Set(["en", "pl", "uk", "ro"].map(headline)).size, 4);
  assert.equal(headline("fi"), headline("en"));
});

const vectors = new URL("../../../shared/vectors/draw-v1.json", import.meta.url);
const skip = !existsSync(vectors) && "SKIPPED: the vector file is not beside the repository";

test("the published transcript, and every forgery of it by name", { skip }, () => {
  const { document, must_fail: forgeries } = JSON.parse(readFileSync(vectors)).transcript;
  const whole = verifyDraw({ transcript: JSON.stringify(document) });
  assert.deepEqual([whole.verdict, failed(whole)], ["UNPROVEN", []]);
  assert.deepEqual(whole.lots.map(({ label, ids }) => [label, ids]), [["tie", document.ticket_ids]]);
  let compared = 0;
  for (const { pointer, value, failed_checks: names } of forgeries) {
    if (pointer === undefined) continue;
    const forged = structuredClone(document);
    const steps = pointer.split("/").slice(1);
    const last = steps.pop();
    const at = steps.reduce((node, step) => node[step], forged);
    if (value === undefined) delete at[last];
    else at[last] = value;
    const verdict = verifyDraw({ transcript: JSON.stringify(forged) });
    assert.equal(verdict.verdict, "FAIL", pointer);
    // Where the schema ends the run, the check that the vector names is never reached.
    const found = failed(verdict);
    if (!found.includes("schema") && !found.includes("json")) assert.deepEqual(names.filter((name) => !found.includes(name)), [], `${pointer} = ${JSON.stringify(value)}`);
    compared++;
  }
  assert.ok(compared > 20, `${compared} forgeries`);
});

test("the counting engine says who verifies a sealed draw", async () => {
  const { verifyDraw: rehearsals } = await import("isonomia");
  const files = [{ name: "transcript.json", bytes: ceremony.transcript }];
  assert.throws(() => rehearsals({ files }), { code: "draw-sealed", hint: /isonomia\/draw/u });
});

// The same count by the command gives these tickets, and core/tests/lots.rs shows why Bartek wins.
test("lots of a verified draw decide the ties of the ballots that it binds, and of no others", async () => {
  const { count } = await import("isonomia");
  const { verdict, lots: [lot] } = verifyDraw({ transcript: sample("ties.json") });
  assert.equal(verdict, "UNPROVEN");
  const ballots = sample("ties.blt").toString();
  const ask = (text) => count({ files: [{ name: "ties.blt", bytes: text }], rule: "ranked/irv", ties: ["lot"], lot });
  const report = ask(ballots);
  assert.deepEqual(report.outcome.elected, ["Bartek"]);
  assert.deepEqual([report.seed_origin, report.lot], ["draw", { draw_id: lot.draw_id, label: "tie", manifest: lot.manifest }]);
  assert.throws(() => ask(ballots.replace("2 3 0", "3 3 0")), { code: "lot-not-bound" });
});

test("the module knows its own hash and holds no prose", async () => {
  const { wasmSha256 } = await readyDraw();
  assert.equal(wasmSha256, createHash("sha256").update(dist("draw.wasm")).digest("hex"));
  for (const name of ["draw.wasm", "core.wasm"]) {
    assert.equal(dist(name).includes("The seal is the one you were given"), false, name);
    assert.equal(dist(name).includes("Печатка"), false, name);
  }
  console.log(`draw.wasm: ${gzipSync(dist("draw.wasm"), { level: 9 }).length} bytes gz`);
});
