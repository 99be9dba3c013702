// Every case of the corpus, counted by the published package: the digest of the result, or the
// codes of the problems, must be those of the native engine.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const folder = process.env.ISONOMIA_WASM_TEST;
const skip = folder === undefined && "needs the native answers: run `cargo xtask test`";

test("the corpus has the same answers on wasm32", { skip }, async (t) => {
  const { IsonomiaError, audit, countText } = await import("../dist/index.node.js");
  const cases = JSON.parse(readFileSync(`${folder}/corpus.json`, "utf8"));
  assert.ok(cases.length > 0, "there are cases");
  let reports = 0;
  for (const known of cases) {
    await t.test(`${known.rule}: ${known.name}`, () => {
      const request = ask(known);
      let text;
      try {
        text = countText(request);
      } catch (error) {
        assert.ok(error instanceof IsonomiaError, String(error));
        assert.deepEqual(error.problems.map(({ code }) => code).sort(), [...(known.problems ?? [])].sort(), error.message);
        return;
      }
      assert.equal(JSON.parse(text).result, known.result);
      assert.deepEqual(audit({ ...request, report: text }), { same: true, differences: [], notes: [] });
      reports += 1;
    });
  }
  console.log(`${cases.length} cases, ${reports} reports counted and audited`);
});

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
