// What the verbs say to requests that cannot be served: errors with a code and a place.
import assert from "node:assert/strict";
import { test } from "node:test";

const { IsonomiaError, audit, count, rules, validate } = await import("../dist/index.node.js");
const file = (bytes) => [{ name: "ballots.blt", bytes }];
const refused = (code) => (error) => error instanceof IsonomiaError && error.code === code && error.message.length > 0;

test("rules are listed with parameters and defaults", () => {
  for (const rule of rules()) {
    assert.match(rule.id, /^[a-z]+\/[a-z0-9-]+$/);
    assert.ok(rule.name && rule.summary && rule.revision >= 1, rule.id);
    for (const { name, doc, expected } of rule.params) assert.ok(name && doc && expected, `${rule.id} ${name}`);
  }
  assert.deepEqual(rules({ family: "no-such-family" }), []);
});

test("what is asked for wrongly is refused, not guessed", () => {
  const files = file("1 1\n1 1 0\n0\n\"A\"\n\"T\"\n");
  assert.throws(() => count({ files, seats: -1 }), refused("request-seats"));
  assert.throws(() => count({ files, seats: 0 }), refused("request-seats"));
  assert.throws(() => count({ files, seats: 1.5 }), refused("request-json"));
  assert.throws(() => count({ files, ties: ["coin"] }), refused("request-ties"));
  assert.throws(() => count({ files, seed: "12" }), refused("request-seed"));
  assert.throws(() => audit({ files, report: "{}" }) .same || assert.fail("never the same"), /never the same/);
});

test("files that are no election: problems, never a trap", () => {
  for (const bytes of ["", "\0", "no election", new Uint8Array([0xff, 0xfe, 0, 1]), "META\n", "{}", "3 99999999999\n"]) {
    const { valid, problems } = validate({ files: file(bytes) });
    assert.equal(valid, false);
    assert.ok(Array.isArray(problems));
  }
});
