// The checks of a ballot on the page, held to the same file as the counter's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { add, amountText, ballotIssues, exceeds, parseAmount, share, subtract, totalCost } from "isonomia/ballot";

const { cases } = JSON.parse(readFileSync(new URL("./ballot-rules.json", import.meta.url), "utf8"));

for (const { name, options, limits, ballot, issues } of cases) {
  test(`ballot: ${name}`, () => {
    assert.deepEqual(ballotIssues(options, limits, ballot).map(({ code }) => code), issues);
  });
}

test("amounts are exact where floats are not", () => {
  const sum = add(parseAmount("0.1"), parseAmount("0.2"));
  assert.equal(amountText(sum), "0.3");
  assert.equal(exceeds(sum, parseAmount("0.30")), false);
  assert.equal(amountText(subtract(parseAmount("100"), parseAmount("100.01"))), "-0.01");
  assert.equal(amountText(add(parseAmount("9007199254740993"), parseAmount("0"))), "9007199254740993");
  assert.equal(parseAmount("12,5"), null);
  assert.equal(parseAmount("1e3"), null);
  assert.equal(share(parseAmount("25"), parseAmount("100")), 0.25);
  assert.equal(share(parseAmount("250"), parseAmount("100")), 1);
});

test("an issue names the options and the amounts at fault", () => {
  const options = [{ id: "p", cost: "100" }, { id: "q", cost: "250.50" }];
  assert.deepEqual(ballotIssues(options, { max_cost: "300" }, ["p", "q"]), [{ code: "over-budget", found: "350.50", allowed: "300" }]);
  assert.deepEqual(ballotIssues(options, {}, ["x", "x"]), [
    { code: "unknown-option", options: ["x"] },
    { code: "duplicate-option", options: ["x"] },
  ]);
  assert.equal(amountText(totalCost(options, ["q"])), "250.50");
});
