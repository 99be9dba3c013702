// The two verifiers of draw/v1, that of the engine (the program `draw-verdicts`) and the reference
// one (docs/spec/draw-verify.mjs), on the same transcripts: they must agree on every check of each.
import { test } from "node:test";
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Usage, hex, verify } from "../../docs/spec/draw-verify.mjs";
import * as mutants from "./mutants.mjs";

const program = process.env.ISONOMIA_DRAW_VERDICTS ?? fileURLToPath(new URL("../../target/debug/draw-verdicts", import.meta.url));

/** What the engine says of each. It works while the reference does. */
async function engine(cases) {
  const child = spawn(program, { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.on("error", () => {});
  const parts = [];
  child.stdout.on("data", (part) => parts.push(part));
  const closed = once(child, "close");
  for (const { transcript, trust: { drawId, panels, pool, previous, ...rest } } of cases) {
    const trust = { ...rest, draw_id: drawId, panels: panels && hex(panels), pool: pool && hex(pool), previous: previous?.map(hex) };
    if (!child.stdin.write(JSON.stringify({ transcript: hex(transcript), trust }) + "\n")) await once(child.stdin, "drain");
  }
  child.stdin.end();
  const [code] = await closed;
  assert.equal(code, 0, `${program} ended with ${code}`);
  return Buffer.concat(parts).toString().trimEnd().split("\n").map((line) => JSON.parse(line));
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
  const cases = make(), told = await engine(cases), counts = { PASS: 0, UNPROVEN: 0, FAIL: 0, usage: 0 }, wrong = [];
  let checks = 0;
  cases.forEach((c, i) => {
    const theirs = reference(c);
    counts[theirs.verdict ?? "usage"]++;
    checks += theirs.checks?.length ?? 0;
    const apart = difference(told[i], theirs);
    if (apart.length && !(told[i].usage && theirs.usage)) wrong.push(`${c.name}\n    ${apart.join("\n    ")}`);
  });
  t.diagnostic(`${cases.length} transcripts, ${checks} checks: ${counts.PASS} PASS, ${counts.UNPROVEN} UNPROVEN, ${counts.FAIL} FAIL, ${counts.usage} policies refused`);
  assert.equal(wrong.length, 0, `${wrong.length} of ${cases.length} apart:\n${wrong.slice(0, Number(process.env.SHOW ?? 20)).join("\n")}`);
});

for (const [name, make] of Object.entries(mutants).filter(([name]) => name !== "vectors")) compare(name, make);

let data;
try { data = JSON.parse(readFileSync(new URL("../../../shared/vectors/draw-v1.json", import.meta.url))); } catch { console.log("SKIPPED: the vectors of draw/v1 are not there"); }
if (data) compare("vectors", () => mutants.vectors(data));
