// node --test docs/spec: the reference verifier against vectors from outside (../shared/vectors,
// said aloud where they are not there) and against the example that the page quotes.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { example } from "./draw-v1.example.mjs";
import * as v from "./draw-verify.mjs";

const here = (path) => new URL(path, import.meta.url);
const bytes = (value) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const unhex = (text) => { try { return v.unhex(text); } catch { return new Uint8Array(); } };

/** A test on a file of vectors, skipped aloud where the file is not there. */
const vectors = (file, name, run) => {
  let data, skip = false;
  try { data = JSON.parse(readFileSync(here("../../../shared/vectors/" + file))); } catch { skip = "no " + file; }
  if (skip) console.log(`SKIPPED: ${name}: there is no ${file}`);
  test(name, { skip }, () => run(data));
};

test("SHA-256 and SHA-512 are those of Node", () => {
  for (let n = 0; n < 300; n++) {
    const data = randomBytes(n);
    for (const name of ["sha256", "sha512"]) assert.equal(v.hex(v[name](data)), createHash(name).update(data).digest("hex"));
  }
});

vectors("draw-v1.json", "tagged hashes", (d) => {
  for (const { tag, parts_hex, digest } of d.hash) assert.equal(v.hex(v.H(tag, ...parts_hex.map(v.unhex))), digest);
});

vectors("draw-v1.json", "canonical JSON, accepted and refused", (d) => {
  for (const { text, canonical_hex } of d.canonical_json.accept) assert.equal(v.hex(v.canon(v.parse(bytes(text)))), canonical_hex);
  for (const { text, reason } of d.canonical_json.reject) assert.throws(() => v.parse(bytes(text)), `${reason}: ${text}`);
});

vectors("jcs-rfc8785.json", "canonical JSON, the documents of RFC 8785 that are in the profile", (d) => {
  let inside = 0;
  for (const { input, canonical_hex } of d.documents) {
    let value;
    try { value = v.parse(bytes(input)); } catch { continue; }
    inside++;
    assert.equal(v.hex(v.canon(value)), canonical_hex);
  }
  assert.ok(inside >= 1);
  for (const { text } of d.parser_traps) assert.throws(() => v.parse(bytes(text)), text);
});

test("JSON: nesting, tokens, bytes that are not UTF-8, a byte order mark", () => {
  const nest = (n) => bytes("[".repeat(n) + "]".repeat(n));
  v.parse(nest(32));
  assert.throws(() => v.parse(nest(33)));
  for (const text of ["-0", "[-0]", "00", "12345678901234567", "tru", "nul", "\ufeff{}", "{}\u00a0", "[1 2]", "--1", "1-"]) {
    assert.throws(() => v.parse(bytes(text)), text);
  }
  assert.throws(() => v.parse(Uint8Array.of(0x22, 0xff, 0x22)));
});

vectors("draw-v1.json", "stream, below, sample, tickets", (d) => {
  const word = (n) => n.toString(16).padStart(16, "0");
  for (const { key, u64_hex } of d.stream_u64) {
    const stream = new v.Stream(v.unhex(key));
    assert.deepEqual(u64_hex.map(() => word(stream.u64())), u64_hex);
  }
  for (const { key, n, values, words_used_after_each } of d.below) {
    const stream = new v.Stream(v.unhex(key));
    assert.deepEqual(values.map(() => [String(stream.below(BigInt(n))), stream.used]), values.map((x, i) => [String(x), words_used_after_each[i]]));
  }
  const mixed = new v.Stream(v.unhex(d.below_mixed_sequence.key));
  for (const [n, value, used] of d.below_mixed_sequence.rows_n_value_words_used) {
    assert.deepEqual([String(mixed.below(BigInt(n))), mixed.used], [value, used]);
  }
  for (const n of d.below_must_reject) assert.throws(() => mixed.below(BigInt(n)));
  for (const { key, n, k, values } of d.sample) assert.deepEqual(new v.Stream(v.unhex(key)).sample(n, k), values);
  for (const { n, k } of d.sample_must_reject) assert.throws(() => mixed.sample(n, k));
  for (const { id, ticket } of d.tickets.tickets) assert.equal(v.ticket(v.unhex(d.tickets.key), id), ticket);
});

vectors("chacha20.json", "ChaCha20", (d) => {
  const block = (key, counter) => v.hex(new Uint8Array(v.chachaBlock(v.unhex(key), BigInt(counter)).buffer));
  for (const b of d.blocks_64bit_counter) assert.equal(block(b.key, b.block_counter), b.keystream);
  for (const b of d.rfc8439_blocks) if (/^0*$/.test(b.nonce)) assert.equal(block(b.key, b.counter), b.keystream);
  for (const { key, u64_hex } of d.next_u64) {
    const stream = new v.Stream(v.unhex(key));
    for (const word of u64_hex) assert.equal(stream.u64(), BigInt("0x" + word));
  }
});

vectors("merkle-rfc6962.json", "Merkle roots and paths", (d) => {
  const leaves = d.leaves.map((l) => v.leafHash(v.unhex(l)));
  assert.deepEqual(leaves.map(v.hex), d.leaf_hashes);
  d.roots_by_size.forEach((root, n) => assert.equal(v.hex(v.merkleRoot(leaves.slice(0, n))), root));
  for (const c of [...d.inclusion.map((i) => ({ ...i, valid: true })), ...d.published_inclusion_cases]) {
    assert.equal(v.included(unhex(c.leaf_hash), c.index, c.tree_size, (c.proof ?? []).map(unhex), unhex(c.root)), c.valid, c.case);
  }
});

vectors("ed25519.json", "ed25519, strict", (d) => {
  for (const list of Object.values(d).filter(Array.isArray)) {
    for (const c of list.filter((c) => c.signature !== undefined)) {
      assert.equal(v.strictEd25519(unhex(c.public_key), unhex(c.message), unhex(c.signature)), c.strict ?? false, c.name ?? c.number);
    }
  }
});

vectors("drand.json", "drand: rounds of four schemes, forgeries, times", (d) => {
  const holds = (c) => v.bls(c.scheme, unhex(c.public_key), c.round, c.previous_signature == null ? null : unhex(c.previous_signature), unhex(c.signature));
  for (const c of d.rounds) assert.equal(holds(c), c.expect === "accept", `${c.chain} ${c.round}`);
  for (const c of d.must_fail) assert.equal(holds(c), false, c.name);
  for (const { chain, round_to_unix, first_round_at_or_after_unix } of d.round_times) {
    const pinned = Object.values(v.CHAINS).find((c) => c.name === chain);
    for (const [round, time] of round_to_unix) assert.equal(v.roundTime(pinned, round), time);
    for (const [time, round] of first_round_at_or_after_unix) assert.equal(v.firstRound(pinned, time), round);
  }
  for (const [hash, chain] of Object.entries(v.CHAINS)) {
    const published = d.chains.find((c) => c.chain_hash === hash);
    assert.deepEqual([chain.key, chain.genesis, chain.period, chain.scheme], [published.public_key, published.genesis_time, published.period, published.scheme]);
  }
});

vectors("rfc3797.json", "the key string of RFC 3797", (d) => {
  for (const { sources, key } of [d.example, ...d.more]) {
    assert.equal(v.keyString(sources.map((list) => list.map(Number).sort((a, b) => a - b))), key);
  }
});

const set = (document, pointer, value) => {
  const copy = structuredClone(document), path = pointer.split("/").slice(1), last = path.pop();
  path.reduce((at, key) => at[key], copy)[last] = value;
  return copy;
};
const findings = (told, finding) => told.checks.filter((c) => c.finding === finding).map((c) => c.name);

vectors("draw-v1.json", "the transcript of the vectors and its must-fail cases", (d) => {
  const { document, must_fail, pool, panels, manifest_canonical_hex } = d.transcript;
  assert.equal(v.hex(v.canon(document.manifest)), manifest_canonical_hex);
  const told = v.verify(bytes(document));
  assert.equal(told.verdict, "UNPROVEN");
  assert.deepEqual(findings(told, "FAIL"), []);
  for (const { pointer, value, failed_checks } of must_fail) {
    const failed = findings(v.verify(bytes(set(document, pointer, value))), "FAIL");
    for (const name of failed_checks) assert.ok(failed.includes(name), `${pointer}: ${name} should fail`);
  }
  const people = [...pool].sort((a, b) => a.position - b.position).map(({ salt, record }) => [salt, record]);
  const files = { pool: bytes({ records: people }), panels: bytes({ panels: panels.map((p) => p.positions) }) };
  const known = v.verify(bytes(document), files);
  assert.deepEqual(findings(known, "FAIL"), []);
  assert.ok(findings(known, "PASS").includes("panel-quotas"));
});

const sample = JSON.parse(readFileSync(here("draw-v1.example.json")));
const page = readFileSync(here("draw-v1.md"), "utf8");
const files = { policy: sample.policy, panels: bytes(sample.panels), pool: bytes(sample.pool) };

test("the example is what its program makes, and passes", () => {
  assert.deepEqual(sample, JSON.parse(JSON.stringify(example())));
  const told = v.verify(bytes(sample.transcript), files);
  assert.deepEqual([told.verdict, findings(told, "PASS").length], ["PASS", told.checks.length]);
  const alone = v.verify(bytes(sample.transcript));
  assert.equal(alone.verdict, "UNPROVEN");
  assert.deepEqual(findings(alone, "UNPROVEN"), ["expected-manifest", "manifest-anchored", "reveals-witnessed", "panel-list", "panel-quotas"]);
});

test("the page quotes the example's values and names every check", () => {
  const { derived, results } = sample.transcript, { values } = sample;
  const quoted = [derived.manifest_hash, ...derived.source_digests, derived.seed, ...Object.values(derived.draw_keys), ...results[2].value.map(([, t]) => t),
    values.reveals_hash, values.first_word_of_panel, ...values.pool_leaves, ...values.panel_leaves, values.canonical_manifest];
  for (const value of quoted) assert.ok(page.includes(value), `the page lacks ${value}`);
  const named = v.verify(bytes(sample.transcript)).checks.map((c) => c.name.replace(/:.*/, ":L"));
  const table = [...page.split("\n## 11 ")[1].split("\n## ")[0].matchAll(/^\| `([a-z0-9-]+(?::L)?)` \|/gm)].map(([, name]) => name);
  assert.deepEqual(table, [...new Set(named)]);
});

const lacking = ["jq", "xxd", "sha256sum", "openssl", "bc"].filter((tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0);
if (lacking.length) console.log(`SKIPPED: the page's script: there is no ${lacking.join(", ")}`);
test("the page's own script finds the panel", { skip: lacking.length > 0 && "tools are lacking" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "draw-")), [, script] = /```sh\n([^]*?)```/.exec(page);
  try {
    writeFileSync(join(folder, "t.json"), bytes(sample.transcript));
    const { stdout } = spawnSync("sh", ["-c", script, "by-hand.sh", join(folder, "t.json")], { encoding: "utf8" });
    const { derived, opened } = sample.transcript;
    assert.equal(stdout, `manifest ${derived.manifest_hash}\nseed     ${derived.seed}\npanel    ${opened.index} of 4; the transcript says ${opened.index}\n`);
  } finally { rmSync(folder, { recursive: true }); }
});

test("each person's trust decides what it should", () => {
  const { manifest_hash } = sample.transcript.derived, finding = (trust, name) => v.verify(bytes(sample.transcript), trust).checks.find((c) => c.name === name).finding;
  assert.equal(finding({ seal: manifest_hash }, "expected-manifest"), "PASS");
  assert.equal(finding({ seal: "0".repeat(64) }, "expected-manifest"), "FAIL");
  assert.equal(finding({ seal: manifest_hash }, "manifest-anchored"), "PASS");
  assert.equal(finding({ drawId: "urn:example:other" }, "expected-manifest"), "FAIL");
  assert.equal(finding({ key: "0".repeat(64) }, "expected-manifest"), "FAIL");
  assert.equal(finding({ saw: sample.values.reveals_hash }, "reveals-witnessed"), "PASS");
  assert.equal(finding({ saw: "31415926535897932384" }, "reveals-witnessed"), "PASS");
  assert.equal(finding({ saw: "31415926535897932385" }, "reveals-witnessed"), "FAIL");
  assert.throws(() => v.verify(bytes(sample.transcript), { policy: "log nonsense\nquorum none\n" }), v.Usage);
  assert.equal(finding({ policy: sample.policy.replace("quorum both", "quorum none") }, "manifest-anchored"), "UNPROVEN");
});

test("chances that the plan states are nobody's word: without rules they are never counted again here", () => {
  const chances = bytes({ chances: [] }), objective = { proof: `sha256:${createHash("sha256").update(chances).digest("hex")}` };
  const stated = set(sample.transcript, "/manifest/algorithm/objective", objective);
  const finding = (t, trust) => v.verify(bytes(t), { ...files, ...trust }).checks.find((c) => c.name === "panel-chances").finding;
  assert.equal(finding(sample.transcript), "PASS");
  assert.equal(finding(sample.transcript, { lottery: chances }), "FAIL");
  assert.equal(finding(stated), "UNPROVEN");
  assert.equal(finding(stated, { lottery: chances }), "UNPROVEN");
  assert.equal(finding(stated, { lottery: bytes({ chances: [1] }) }), "FAIL");
});

test("every field dropped is found out", () => {
  const drop = (value, at = "") => Object.keys(value ?? "").flatMap((key) => (typeof value !== "object" ? [] : [`${at}/${key}`, ...drop(value[key], `${at}/${key}`)]));
  // A signature or an anchor may be taken away: then something is unproven.
  for (const pointer of drop(sample.transcript)) {
    const copy = structuredClone(sample.transcript), path = pointer.split("/").slice(1), last = path.pop(), from = path.reduce((at, key) => at[key], copy);
    if (Array.isArray(from)) from.splice(Number(last), 1); else delete from[last];
    const whole = /^\/(signatures|anchors)\/\d+$/.test(pointer);
    assert.equal(v.verify(bytes(copy), files).verdict, whole ? "UNPROVEN" : "FAIL", pointer);
  }
});

test("the command: exit codes and what it prints", () => {
  const folder = mkdtempSync(join(tmpdir(), "draw-")), put = (name, data) => { writeFileSync(join(folder, name), data); return join(folder, name); };
  const run = (...args) => spawnSync(process.execPath, [fileURLToPath(here("draw-verify.mjs")), ...args], { encoding: "utf8" });
  try {
    const transcript = put("t.json", bytes(sample.transcript)), trust = ["--policy", put("policy", sample.policy), "--panels", put("panels.json", files.panels), "--pool", put("pool.json", files.pool)];
    assert.equal(run(transcript, ...trust).status, 0);
    assert.equal(run(transcript, "--seal", "0".repeat(64)).status, 1);
    assert.equal(run(transcript).status, 2);
    for (const wrong of [[], ["missing.json"], [transcript, "--seal", "x"], [transcript, "--unknown"], [transcript, "--policy", transcript]]) assert.equal(run(...wrong).status, 64, wrong.join(" "));
    assert.equal(JSON.parse(run(transcript, "--json", ...trust).stdout).verdict, "PASS");
  } finally { rmSync(folder, { recursive: true }); }
});
