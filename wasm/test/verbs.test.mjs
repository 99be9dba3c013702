// What the verbs say to requests that cannot be served: errors with a code and a place.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const { IsonomiaError, audit, count, explain, rules, validate } = await import("../dist/index.node.js");
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

test("a table of ballots is counted with its projects and its money", () => {
  const sample = (name) => ({ name, bytes: readFileSync(new URL(`../../samples/tables/${name}`, import.meta.url)) });
  const request = { files: [sample("wide.csv")], projects: sample("projects.csv"), budget: 200000, rule: "budget/greedy" };
  const report = count(request);
  assert.deepEqual([...report.outcome.selected].sort(), ["P1", "P3", "P5"]);
  // The map that was proposed stands in the report, and counts the same when it is given.
  assert.equal(count({ ...request, map: report.input.map }).result, report.result);
  assert.throws(() => count({ ...request, budget: "1,5" }), refused("request-field"));
  assert.throws(() => count({ ...request, kind: "crosses" }), refused("request-field"));
});

test("why: what voters got, what stood behind each project and what was missing", () => {
  const pb = "META\nkey;value\nbudget;40\nvote_type;approval\nPROJECTS\nproject_id;cost\na;20\nb;20\nc;10\nVOTES\nvoter_id;vote\n1;a,c\n2;a,c\n3;a,b\n4;b\n";
  const { explanation, html, text } = explain({ files: file(pb), rule: "budget/equal-shares" });
  assert.deepEqual([explanation.voters.left_out, explanation.voters.by_winners], [1, [1, 3]]);
  assert.deepEqual(explanation.options[2].more_votes, { found: "1", proof: "scan" });
  assert.deepEqual(explanation.options[1].lower_cost, { found: "13", proof: "monotone" });
  assert.equal(explanation.rounds.purchases[0].price, "20/3");
  assert.match(html, /<svg[^>]*role="img"/);
  assert.match(text, /13/);
  const cheap = explain({ files: file(pb), rule: "budget/equal-shares", effort: 0 }).explanation;
  assert.equal(cheap.options[2].more_votes, undefined);
});

test("files that are no election: problems, never a trap", () => {
  for (const bytes of ["", "\0", "no election", new Uint8Array([0xff, 0xfe, 0, 1]), "META\n", "{}", "3 99999999999\n"]) {
    const { valid, problems } = validate({ files: file(bytes) });
    assert.equal(valid, false);
    assert.ok(Array.isArray(problems));
  }
});
