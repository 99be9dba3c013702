// The two verifiers of draw/v1, that of the engine (the program `draw-verdicts`) and the reference
// one (docs/spec/draw-verify.mjs), on the same transcripts: they must agree on every check of each.
// With ISONOMIA_DRAW_ALL set, on all that tests/draw/mutants.mjs can make: some minutes.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Usage, hex, verify } from "../../docs/spec/draw-verify.mjs";
import * as mutants from "./mutants.mjs";

const program = process.env.ISONOMIA_DRAW_VERDICTS ?? fileURLToPath(new URL("../../target/debug/draw-verdicts", import.meta.url));

/** Lets the engine answer from one file into another, so that it works while the reference does. */
function engine(cases, folder) {
  const [questions, answers] = [join(folder, "questions"), join(folder, "answers")], file = openSync(questions, "w");
  for (const { transcript, trust: { drawId, panels, pool, previous, ...rest } } of cases) {
    const trust = { ...rest, draw_id: drawId, panels: panels && hex(panels), pool: pool && hex(pool), previous: previous?.map(hex) };
    writeSync(file, JSON.stringify({ transcript: hex(transcript), trust }) + "\n");
  }
  closeSync(file);
  const child = spawn(program, { stdio: [openSync(questions, "r"), openSync(answers, "w"), "inherit"] });
  const closed = once(child, "close");
  closed.catch(() => {});
  return async () => {
    const [code] = await closed;
    assert.equal(code, 0, `${program} ended with ${code}`);
    return readFileSync(answers, "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  };
}

function reference({ transcript, trust }) {
  try {
    const { verdict, checks } = verify(transcript, trust);
    return { verdict, checks: checks.map(({ name, finding }) => [name, finding]) };
  } catch (fault) {
    if (fault instanceof Usage) return { usage: true };
    throw fault;
  }
}

const difference = (ours, theirs) => {
  if (ours.usage && theirs.usage) return [];
  if (ours.usage || theirs.usage) return [`engine ${JSON.stringify(ours).slice(0, 60)}, reference ${JSON.stringify(theirs).slice(0, 60)}`];
  const word = ([name, finding] = ["nothing", ""]) => `${name} ${finding}`, out = [];
  if (ours.verdict !== theirs.verdict) out.push(`verdict: engine ${ours.verdict}, reference ${theirs.verdict}`);
  for (let i = 0; i < Math.max(ours.checks.length, theirs.checks.length); i++) {
    const [a, b] = [word(ours.checks[i]), word(theirs.checks[i])];
    if (a !== b) out.push(`engine ${a}, reference ${b}`);
  }
  return out;
};

const compare = (name, make) => test(name, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "draw-"));
  try {
    const cases = make(), told = engine(cases, folder), theirs = cases.map(reference), ours = await told();
    const wrong = cases.flatMap((c, i) => {
      const apart = difference(ours[i], theirs[i]);
      return apart.length ? [`${c.name}\n    ${apart.join("\n    ")}`] : [];
    });
    const many = (word) => theirs.filter((r) => r.verdict === word).length, checks = theirs.reduce((n, r) => n + (r.checks?.length ?? 0), 0);
    t.diagnostic(`${cases.length} transcripts, ${checks} checks: ${many("PASS")} PASS, ${many("UNPROVEN")} UNPROVEN, ${many("FAIL")} FAIL, ${many()} policies refused`);
    assert.equal(wrong.length, 0, `${wrong.length} of ${cases.length} apart:\n${wrong.slice(0, Number(process.env.SHOW ?? 20)).join("\n")}`);
  } finally { rmSync(folder, { recursive: true }); }
});

for (const [name, make] of Object.entries(mutants).filter(([name]) => name !== "vectors")) compare(name, make);

let data;
try { data = JSON.parse(readFileSync(new URL("../../../shared/vectors/draw-v1.json", import.meta.url))); } catch { console.log("SKIPPED: the vectors of draw/v1 are not there"); }
if (data) compare("vectors", () => mutants.vectors(data));
