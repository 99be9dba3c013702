// node --test docs/spec: the checker of lotteries of panels beside the program itself, on pools
// made by lot. ISONOMIA names the program (said aloud where it is not there).
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canonical, check, checkLeximin, prove, typesOf } from "./panel-check.mjs";

const program = process.env.ISONOMIA;
const skip = program && existsSync(program) ? false : "no program in ISONOMIA";
if (skip) console.log(`SKIPPED: lotteries of the program: ${skip}`);

const folder = mkdtempSync(join(tmpdir(), "panel-check-"));
process.on("exit", () => rmSync(folder, { recursive: true }));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const sha = (value) => `sha256:${createHash("sha256").update(canonical(value)).digest("hex")}`;

/** Numbers from a seed. */
const dice = (seed) => (below) => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return Math.floor((seed / 2 ** 32) * below); };

/** A pool of 6 to 10 people for 2 to 4 seats, some of them living together, as its two files. */
const made = (roll) => {
  const k = 2 + roll(3), n = k + 4 + roll(3), features = Array.from({ length: 2 + roll(2) }, () => 2 + roll(2));
  const quotas = features.flatMap((values, f) => Array.from({ length: values }, (_, v) => {
    const min = roll(2) * roll(1 + Math.floor(k / values));
    return `f${f},v${v},${min},${Math.min(k, min + 1 + roll(2))}`;
  }));
  const person = (_, i) => `p${i},h${roll(4) ? 100 + i : roll(n)},${features.map((values) => `v${Math.min(roll(values), roll(values))}`)}`;
  return {
    seats: k,
    people: `id,home,${features.map((_, f) => `f${f}`)}\n${Array.from({ length: n }, person).join("\n")}\n`,
    categories: `feature,value,min,max\n${quotas.join("\n")}\n`,
  };
};

/** The report of a rule, or null where no panel meets the quotas. */
const count = ({ people, categories, seats }, rule, more = []) => {
  const files = { "people.csv": people, "categories.csv": categories };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const args = ["people.csv", "--categories", "categories.csv", "--seats", `${seats}`, "--household", "home"];
  const run = spawnSync(program, ["count", ...args, "--rule", `sortition/${rule}`, "--json", ...more], { cwd: folder, encoding: "utf8" });
  return run.status === 0 ? JSON.parse(run.stdout) : null;
};
const checked = (pool, report) => check(report, Buffer.from(pool.people), Buffer.from(pool.categories));
const holds = (findings) => findings.every(({ holds }) => holds);

/** The report with digests that fit what it says. */
const signed = (report) => {
  const { digest, result, engine, ...body } = report, { files, ...input } = body.input;
  const warnings = body.warnings.map(({ code, count }) => ({ code, count }));
  const whole = { ...body, engine, result: sha({ ...body, input, warnings }) };
  return { ...whole, digest: sha(whole) };
};
const audit = (report) => {
  writeFileSync(join(folder, "report.json"), canonical(report));
  const args = ["audit", "report.json", "--input", "people.csv", "--categories", "categories.csv"];
  return spawnSync(program, args, { cwd: folder, encoding: "utf8" }).status === 0;
};

const SEED = ["--seed", "07".repeat(32)];
const LIMIT = ["--set", "nodes=1"];
const kinds = [["leximin", LIMIT], ["minimax", LIMIT], ["leximin", []], ["maximin", []], ["minimax", []], ["leximin", ["--set", "panels=30", ...SEED]], ["minimax", ["--set", "panels=7", ...SEED]]];

test("what the program says of pools made by lot holds", { skip }, () => {
  const roll = dice(1);
  let reports = 0, cuts = 0, excluded = 0;
  for (let i = 0; i < 80; i++) {
    const pool = made(roll);
    for (const [rule, more] of kinds) {
      const report = count(pool, rule, more);
      if (!report) continue;
      const findings = checked(pool, report);
      assert.ok(holds(findings), `${canonical(findings)}\n${pool.people}\n${pool.categories}`);
      reports++;
      cuts += report.events.find(({ event }) => event === "proposal").value.cuts.length > 0;
      excluded += report.outcome.certificate.excluded.length > 0;
    }
  }
  console.log(`${reports} reports, ${cuts} with cuts, ${excluded} with people excluded`);
  assert.ok(reports > 200 && cuts >= 5 && excluded > 20);
});

test("a limit that was reached is a gap with both ends proved", { skip }, () => {
  const [people, categories] = ["people", "categories"].map((name) => readFileSync(here(`panel-example/${name}.csv`), "utf8").replaceAll("address", "home"));
  const later = (text) => { const { n, d } = { n: BigInt(text.split("/")[0]), d: BigInt(text.split("/")[1] ?? 1) }; return `${n * 2n + 1n}/${d * 2n}`; };
  let open = 0;
  for (const rule of ["leximin", "maximin", "minimax"]) {
    const pool = { people, categories, seats: 3 }, report = count(pool, rule, ["--set", "nodes=1"]);
    assert.ok(holds(checked(pool, report)) && audit(report), canonical(checked(pool, report)));
    const { gap } = report.outcome.certificate;
    if (rule !== "minimax") assert.equal(gap.bound, "1/4");
    for (const [part, field] of [[gap, "bound"], [gap, "least"], [gap?.greatest, "bound"], [gap?.greatest, "most"]]) {
      if (!part?.[field]) continue;
      open++;
      const prouder = structuredClone(report), own = prouder.outcome.certificate.gap;
      (part === gap ? own : own.greatest)[field] = later(part[field]);
      assert.ok(!holds(checked(pool, signed(prouder))) && !audit(signed(prouder)));
    }
    const at = report.events.findIndex(({ event }) => event === "proposal"), { panels } = report.events[at].value;
    if (panels.length > 1) {
      const exchanged = structuredClone(report);
      exchanged.events[at].value.panels[0].take = panels[1].take;
      assert.ok(!holds(checked(pool, signed(exchanged))));
    }
  }
  assert.ok(open >= 4);
});

/** Every document that differs from this one in a single place. */
const changes = function* (value, roll) {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      yield value.toSpliced(i, 1);
      for (const other of changes(value[i], roll)) yield value.with(i, other);
    }
  } else if (value && typeof value === "object") {
    for (const [key, part] of Object.entries(value)) for (const other of changes(part, roll)) yield { ...value, [key]: other };
  } else if (typeof value === "number") yield* [value + 1, value - 1, -value].filter((other) => other !== value);
  else if (typeof value === "boolean") yield !value;
  else if (typeof value === "string") {
    const number = /-?\d+/.exec(value);
    if (number) yield value.replace(number[0], `${BigInt(number[0]) + 1n}`);
    else yield `${value}x`;
  }
};

test("what was changed in a report and signed again is judged as the audit of the program judges it", { skip }, () => {
  const roll = dice(2);
  let refused = 0, passed = 0;
  for (let pools = 0; pools < 12;) {
    const pool = made(roll), [rule, more] = kinds[roll(kinds.length)], report = count(pool, rule, more);
    if (!report) continue;
    pools++;
    const at = report.events.findIndex(({ event }) => event === "proposal");
    const proposals = [...changes(report.events[at].value, roll)].map((value) => ({ ...report, events: report.events.with(at, { ...report.events[at], value }) }));
    const outcomes = [...changes(report.outcome, roll)].map((outcome) => ({ ...report, outcome }));
    for (const changed of [...proposals.filter(() => roll(3) === 0), ...outcomes.filter(() => roll(12) === 0)].slice(0, 40).map(signed)) {
      const own = holds(checked(pool, changed)), program = audit(changed);
      // Lists of panels are not drawn again: that takes the streams of draw-v1.md.
      const drawn = own && !program && changed.outcome.panels.length && canonical(changed.outcome.panels) !== canonical(report.outcome.panels);
      assert.ok(own === program || drawn, canonical([pool, checked(pool, changed), changed.events, changed.outcome]));
      if (own) passed++; else refused++;
    }
  }
  console.log(`${refused} changes refused by both, ${passed} that change nothing passed by both`);
  assert.ok(refused > 150 && passed < refused / 10);
});

test("a rule that is not checked, another file, a digest that was not made again", { skip }, () => {
  const pool = { ...made(dice(4)), seats: 2 }, report = count(pool, "max-entropy") ?? count(pool, "uniform", SEED);
  assert.equal(checked(pool, { ...report, rule: "ranked/irv" }), null);
  const roll = dice(5);
  let leximin, other;
  while (!leximin) leximin = count((other = made(roll)), "leximin");
  assert.ok(holds(checked(other, leximin)));
  const failed = (findings) => findings.find(({ holds }) => !holds).check;
  assert.equal(failed(checked({ ...other, people: `${other.people}zoe,h1,v0,v0,v0\n` }, leximin)), "files");
  assert.equal(failed(checked(other, { ...leximin, seats: 9 })), "digests");
});

test("the pools beside the repository", { skip }, () => {
  for (const [name, seats] of [["sa_fixture_22", 22], ["syn_a_20", 20], ["syn_b_40", 40]]) {
    const file = (name_) => here(`../../../shared/data/pools/${name}/${name_}.csv`);
    if (!existsSync(file("people"))) { console.log(`SKIPPED: no pool ${name} beside the repository`); continue; }
    const args = ["count", file("people"), "--categories", file("categories"), "--seats", `${seats}`, "--rule", "sortition/leximin", "--json"];
    const run = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 28 });
    assert.equal(run.status, 0, run.stderr);
    assert.ok(holds(check(JSON.parse(run.stdout), readFileSync(file("people")), readFileSync(file("categories")))), name);
  }
});

// ---------------------------------------------------------------------------------------------
// Without the program: proofs by hand

const thirds = { bounds: [[0n, 1n], [0n, 1n], [0n, 1n]], rows: [[0, 1], [1, 2], [0, 2]].map((pair) => ({ least: 0n, most: 1n, terms: pair.map((t) => [t, 1n]) })) };

test("a triangle holds one: half of three rows, rounded down", () => {
  const all = [[0, 1n], [1, 1n], [2, 1n]];
  const leaf = ["leaf", "2", [[0, "1"], [1, "1"], [2, "1"]]];
  prove(thirds, all, 1n, [leaf]);
  assert.throws(() => prove(thirds, all, 0n, [leaf]), /does not close/);
  assert.throws(() => prove(thirds, all, 1n, [["leaf", "2", [[0, "1"], [1, "1"]]]]), /does not close/);
  assert.throws(() => prove(thirds, all, 1n, [leaf, leaf]), /after its end/);
  assert.throws(() => prove(thirds, all, 1n, []), /too early/);
  assert.throws(() => prove(thirds, all, 1n, [["leaf", "-2", [[0, "-1"]]]]), /negative/);
  assert.throws(() => prove(thirds, all, 1n, [["leaf", "2", [[0, "1"], [1, "1"], [7, "1"]]]]), /row 7/);
});

test("a split needs both of its parts", () => {
  const split = ["variable", 0, 0], below = ["leaf", "1", [[1, "1"]]], above = ["leaf", "1", [[0, "1"], [2, "1"]]];
  const all = [[0, 1n], [1, 1n], [2, 1n]];
  prove(thirds, all, 1n, [split, below, above]);
  assert.throws(() => prove(thirds, all, 1n, [split, below]), /too early/);
  assert.throws(() => prove(thirds, all, 1n, [split, above, below]), /does not close/);
  assert.throws(() => prove(thirds, all, 1n, [["variable", 9, 0], below, above]), /split at nothing/);
});

test("what minimax leaves out is not excluded, and a lottery that is not the best has its gaps", () => {
  // Panels: one of two a with one b and one c; or both a with x. Types: a, x, b, c.
  const person = (id, ...values) => ({ id, home: id, values }), value = (min, max) => ({ min, max });
  const pool = { seats: 3, features: [{ name: "role", values: [value(1, 2), value(1, 2)] }, { name: "first", values: [value(1, 1), value(2, 2)] }, { name: "second", values: [value(1, 1), value(2, 2)] }],
    people: [person("a1", 0, 1, 1), person("a2", 0, 1, 1), person("b1", 1, 0, 1), person("b2", 1, 0, 1), person("c1", 1, 1, 0), person("c2", 1, 1, 0), person("x", 1, 0, 0)] };
  const made = typesOf(pool), one = { take: [[0, 1], [2, 1], [3, 1]], weight: "3" }, other = { take: [[0, 2], [1, 1]], weight: "1" };
  assert.deepEqual(made.types.map(({ people }) => people[0]), ["a1", "x", "b1", "c1"]);
  const greatest = { rows: [[1, -1]], types: [[0, 1]] };
  // x is a less 1; b is 1 less x.
  const x = { rows: [[0, -1], [3, 1], [5, 1]], types: [[1, 1]] }, b = { rows: [[3, 1]], types: [[2, 1]] };
  const judged = (panels, stages, attained) => checkLeximin(made, { attained, cuts: [], greatest, panels, stages }, true);
  const best = judged([one], [x, b], true), half = { n: 1n, d: 2n };
  assert.deepEqual([best.greatest, best.gap, best.excluded, best.leftOut], [half, null, [], [1]]);
  const open = judged([one, other], [x, b], false);
  assert.deepEqual(open.gap, { greatest: { bound: half, most: { n: 5n, d: 8n } }, bound: half, least: { n: 3n, d: 8n } });
  assert.deepEqual(open.stages, [{ value: { n: 1n, d: 4n }, types: [1] }]);
  assert.throws(() => judged([one, other], [x, b], true), /greatest chance/);
  assert.throws(() => judged([one], [x, b], false), /attained/);
  assert.throws(() => judged([one], [x], false), /nobody is open|stages beyond/);
  assert.throws(() => judged([one, other], [x], false), /stages beyond/);
  // Less may be claimed, but nothing else.
  assert.deepEqual(judged([one, other], [b], false).gap.least, { n: 1n, d: 4n });
});

test("people who share a household of mixed values are types of their own, with a row", () => {
  const person = (id, home, ...values) => ({ id, home, values });
  const pool = { seats: 2, features: [{ name: "f", values: [{ min: 0, max: 2 }, { min: 0, max: 2 }] }],
    people: [person("a", 0, 0), person("b", 0, 1), person("c", 1, 0), person("d", 2, 0), person("e", 2, 0)] };
  const { types, rows } = typesOf(pool);
  assert.deepEqual(types.map(({ people, most }) => [people.join(""), most]), [["c", 1], ["de", 1], ["a", 1], ["b", 1]]);
  assert.deepEqual(rows.map(({ least, most, types }) => [least, most, types]), [[2, 2, [0, 1, 2, 3]], [0, 2, [0, 1, 2]], [0, 2, [3]], [0, 1, [2, 3]]]);
});
