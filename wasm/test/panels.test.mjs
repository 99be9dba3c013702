// Panels of people as a module of its own, on this thread and in a thread of Node.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as engine from "isonomia";
import * as panels from "isonomia/panels";
import * as inline from "isonomia/panels/inline";

const sample = (name) => ({ name, bytes: readFileSync(new URL(`../../samples/panel/${name}`, import.meta.url)) });
const files = [sample("people.csv"), sample("categories.csv")];
const seed = "07".repeat(32);
const drawn = { files, seats: 12, rule: "sortition/stratified", params: { by: "gender" }, seed };
const fair = { files, seats: 12, rule: "sortition/leximin", params: { panels: 100 }, seed };
const coded = (code) => (error) => error instanceof panels.IsonomiaError && error.code === code;

test("the module knows the rules of panels and no other, the same as the engine", () => {
  assert.deepEqual(panels.rules(), engine.rules({ family: "sortition" }));
});

test("a draw is the same bytes as by the engine, and each checks the other's", async () => {
  const text = panels.countText(drawn);
  assert.equal(engine.countText(drawn), text);
  assert.equal(inline.countText(drawn), text);
  assert.deepEqual(panels.audit({ ...drawn, report: text }), { same: true, differences: [], notes: [] });
  const other = text.replace(/"members":\["[^"]+"/u, '"members":["L001"');
  assert.equal(panels.audit({ ...drawn, report: other }).same, false);
});

test("fair chances: three times one report, which the engine checks without a solver", () => {
  const [text, ...again] = [1, 2, 3].map(() => panels.countText(fair));
  assert.deepEqual(again, [text, text]);
  const { outcome, params } = JSON.parse(text);
  assert.equal(outcome.kind, "panel-lottery");
  assert.equal(outcome.panels.length, params.panels);
  for (const { members } of outcome.panels) assert.equal(new Set(members).size, 12);
  assert.equal(sum(outcome.people.map(({ probability }) => probability)), "12/1");
  assert.deepEqual(engine.audit({ ...fair, report: text }), { same: true, differences: [], notes: [] });
  assert.throws(() => engine.count(fair), (error) => error.code === "solver-missing" && /isonomia\/panels/u.test(error.hint));
});

test("a report of other chances is refused", () => {
  const text = panels.countText(fair);
  const [first] = JSON.parse(text).outcome.people;
  const other = text.replace(`"probability":"${first.probability}"`, '"probability":"1/7"');
  assert.equal(engine.audit({ ...fair, report: other }).same, false);
});

test("files are checked before anything is looked for", () => {
  assert.deepEqual(panels.validate({ files, seats: 12 }), { valid: true, problems: [], input: { people: 120, seats: 12 } });
  const broken = { name: "people.csv", bytes: "id,gender,age,district,schooling\nx,female,200,Nowhere,\n" };
  const { valid, problems } = panels.validate({ files: [broken, files[1]], seats: 12, lang: "pl" });
  assert.equal(valid, false);
  assert.ok(problems.length > 1 && problems.every(({ line, message }) => line === 2 && message));
  assert.deepEqual(panels.validate({ files: [files[0]], seats: 12 }).problems.map(({ code }) => code), ["categories-missing"]);
});

test("quotas that no panel meets are named, and the least change that helps", () => {
  const yes = panels.check({ files, seats: 12 });
  assert.equal(yes.feasibility.feasible, true);
  assert.equal(yes.feasibility.panel.length, 12);
  const tight = { name: "categories.csv", bytes: files[1].bytes.toString().replace(/^gender,female,.*$/mu, "gender,female,8,8").replace(/^gender,male,.*$/mu, "gender,male,5,6") };
  const no = panels.relax({ files: [files[0], tight], seats: 12, lang: "pl", include: "nobody" });
  assert.equal(no.feasibility.feasible, false);
  assert.deepEqual(no.feasibility.blocking.sides.map(({ quota }) => quota).sort(), ["gender/female", "gender/male"]);
  assert.equal(no.feasibility.relaxation.changes.length, 1);
  const changed = { name: "categories.csv", bytes: no.relaxed };
  assert.equal(panels.check({ files: [files[0], changed], seats: 12 }).feasibility.feasible, true);
  assert.equal(panels.check({ files, seats: 12 }).relaxed, null);
  assert.ok(no.blocks.length > 1);
});

test("quotas from a census sum to the panel, and are categories that can be drawn by", () => {
  const census = { name: "town.csv", bytes: "feature,value,people\ngender,female,520\ngender,male,480\nage,16-29,250\nage,30+,750\n" };
  const { targets, csv, problems } = panels.targets({ census, seats: 22 });
  assert.equal(targets.format, "isonomia/targets/1");
  assert.deepEqual(problems, []);
  // 22 * 0.52 = 11.44, 22 * 0.25 = 5.5: the whole numbers on both sides.
  assert.deepEqual(csv.trim().split("\n"), ["feature,value,min,max", "gender,female,11,12", "gender,male,10,11", "age,16-29,5,6", "age,30+,16,17"]);
  const set = [{ feature: "age", value: "16-29", min: 6, max: 6 }];
  assert.match(panels.targets({ census, seats: 22, set }).csv, /^age,16-29,6,6$/mu);
  assert.throws(() => panels.targets({ census, seats: 22, set: [{ feature: "age", value: "99", min: 1, max: 1 }] }), coded("targets-set-unknown"));
  assert.throws(() => panels.targets({ census, seats: 0 }), panels.IsonomiaError);
  assert.throws(() => panels.targets({ files: [census], seats: 22 }), (error) => error.code === "field-missing" && error.message.startsWith("The field /census is missing"));
  assert.throws(() => panels.targets({ census, seats: "many" }), (error) => error.code === "request-field" && error.message.includes("many"));
});

test("how a panel mirrors its pool is told in numbers and in words", () => {
  const report = panels.countText(fair);
  const { inclusion, blocks, html } = panels.inclusion({ files, report, lang: "pl" });
  assert.equal(inclusion.format, "isonomia/inclusion/1");
  assert.ok(blocks.some(({ block }) => block === "table"));
  assert.match(html, /<html lang="pl"/u);
  assert.ok(panels.inclusion({ files, report, panel: 3 }).blocks.length > 0);
});

test("the people of a panel and the others are the people file cut in two", () => {
  const report = panels.countText(fair);
  const { outcome } = JSON.parse(report);
  const { members, selected, remaining } = panels.select({ files, report, panel: 7 });
  assert.deepEqual(members, outcome.panels[7].members);
  const rows = (table) => table.trim().split("\n");
  assert.deepEqual(rows(selected).slice(1).map((row) => row.split(",")[0]).sort(), members);
  assert.equal(rows(selected).length + rows(remaining).length, 122);
  assert.throws(() => panels.select({ files, report, panel: 100 }), coded("panel-number"));
  assert.throws(() => panels.select({ files: [files[1], sample("categories.csv")], report, panel: 1 }), panels.IsonomiaError);
});

test("who is told how far the search is may stop it", () => {
  const told = [];
  panels.count(fair, (done, of) => void told.push([done, of]));
  assert.ok(told.length > 0 && told.every(([done, of]) => done <= of), JSON.stringify(told));
  assert.throws(() => panels.count(fair, () => false), coded("cancelled"));
  assert.equal(panels.count(drawn).outcome.kind, "panel");
});

test("a thread of Node answers, tells how far it is, and is stopped", async () => {
  const thread = await panels.createPanels();
  const told = [];
  const [text, first] = await Promise.all([thread.countText(fair, { onProgress: (done, of) => told.push([done, of]) }), thread.validate({ files, seats: 12 })]);
  assert.equal(text, panels.countText(fair));
  assert.equal(first.valid, true);
  assert.ok(told.length > 0);
  const stop = new AbortController();
  const stopped = thread.count(fair, { signal: stop.signal });
  const other = thread.count(drawn);
  stop.abort();
  await assert.rejects(stopped, coded("aborted"));
  assert.equal((await other).outcome.kind, "panel", "what else was asked is answered all the same");
  await assert.rejects(thread.count({ files, seats: 12, rule: "sortition/no-such" }), coded("rule-unknown"));
  const late = thread.count(drawn);
  thread.close();
  await assert.rejects(late, coded("aborted"));
});

test("the module holds nothing of elections, and reads no file of theirs", () => {
  const election = { name: "park.blt", bytes: "2 1\n1 1 0\n0\n\"a\"\n\"b\"\n\"t\"\n" };
  assert.throws(() => panels.count({ files: [election], rule: "ranked/irv" }), panels.IsonomiaError);
  const wasm = new URL("../dist/panels.wasm", import.meta.url);
  assert.ok(existsSync(wasm) && !readFileSync(wasm).includes("equal-shares-net"));
});

/** The sum of fractions, exactly. */
function sum(fractions) {
  const gcd = (a, b) => (b === 0n ? a : gcd(b, a % b));
  const [over, under] = fractions.map((text) => text.split("/").map(BigInt)).reduce(([a, b], [c, d = 1n]) => {
    const common = gcd(a * d + c * b, b * d);
    return [(a * d + c * b) / common, (b * d) / common];
  }, [0n, 1n]);
  return `${over}/${under}`;
}
