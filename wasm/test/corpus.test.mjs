// Every case of the corpus, counted by the published package: the digest of the result, or the
// codes of the problems, must be those of the native engine. Cases of panels are counted by the
// module with the solvers; the engine, which has none, checks what it found, and counts what
// needs none.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const folder = process.env.ISONOMIA_WASM_TEST;
const skip = folder === undefined && "needs the native answers: run `cargo xtask test`";

test("the corpus has the same answers on wasm32", { skip }, async (t) => {
  const engine = await import("../dist/index.node.js");
  const panels = await import("../dist/panels/index.node.js");
  const { audit } = engine;
  const cases = JSON.parse(readFileSync(`${folder}/corpus.json`, "utf8"));
  assert.ok(cases.length > 0, "there are cases");
  let reports = 0;
  for (const known of cases) {
    await t.test(`${known.rule}: ${known.name}`, () => {
      const request = ask(known);
      const drawn = known.rule.startsWith("sortition/");
      const counted = count(drawn ? panels : engine, request);
      if (counted.codes) return assert.deepEqual(counted.codes, [...(known.problems ?? [])].sort(), counted.message);
      assert.equal(JSON.parse(counted.text).result, known.result);
      assert.deepEqual(audit({ ...request, report: counted.text }), { same: true, differences: [], notes: [] });
      if (drawn) {
        assert.deepEqual(panels.audit({ ...request, report: counted.text }), { same: true, differences: [], notes: [] });
        const here = count(engine, request);
        if (here.codes) assert.deepEqual(here.codes, ["solver-missing"]);
        else assert.equal(here.text, counted.text);
      }
      reports += 1;
    });
  }
  console.log(`${cases.length} cases, ${reports} reports counted and audited`);
});

/** The report, or the codes of what is wrong. */
function count(engine, request) {
  try {
    return { text: engine.countText(request) };
  } catch (error) {
    if (!Array.isArray(error.problems)) throw error;
    return { codes: error.problems.map(({ code }) => code).sort(), message: error.message };
  }
}

function ask({ rule, params, ties, given, seed, seats, read_as: readAs, format: from, files }) {
  const file = (role) => {
    const found = files.find((file) => file.role === role);
    return found && { name: role, bytes: found.text };
  };
  const [ballots, categories] = [file("ballots"), file("categories")];
  return {
    files: [file("main")],
    rule,
    params: Object.fromEntries(params),
    given,
    ...(ties !== null && { ties }),
    ...(seed !== null && { seed }),
    ...(seats !== null && { seats }),
    ...(readAs !== null && { readAs }),
    ...(from !== null && { from }),
    ...(ballots && { ballots }),
    ...(categories && { categories }),
  };
}
