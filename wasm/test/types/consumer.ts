// What a user of the package writes: checked against the types that are published.
import { IsonomiaError, audit, count, countText, present, ready, rules, validate, verifyDraw } from "isonomia";
import type { Outcome, Report, RuleId } from "isonomia";
import { ready as readyInline } from "isonomia/inline";
import { type DrawVerdict, proveDraw, readyDraw, verifyDraw as verifySealed } from "isonomia/draw";
import { createWorkerEngine } from "isonomia/worker";
import { type Inclusion, type PanelCheck, type Panels, count as countPanel, createPanels, readyPanels, relax } from "isonomia/panels";
import { createPanels as createInline } from "isonomia/panels/inline";

export async function use(file: File): Promise<string> {
  const { version, wasmSha256 } = await ready(new URL("https://town.example/core.wasm"));
  await readyInline();
  const files = [{ name: file.name, bytes: await file.arrayBuffer() }];
  const report: Report = count({ files, rule: "budget/equal-shares", params: { completion: "add1", increment: 1 }, ties: ["min-cost"] });
  const text: string = countText({ election: { format: "isonomia/election/1" }, ballots: { name: "ballots.csv", bytes: "a,b\n" }, seats: 3 });
  if (!validate({ files }).valid) return "";
  if (!audit({ files, report: text }).same) return "";
  const verdict: "PASS" | "FAIL" | "UNPROVEN" = verifyDraw({ files }).verdict;
  const engine = await createWorkerEngine({ wasmUrl: "/static/core.wasm" });
  await engine.count({ files }, { signal: AbortSignal.timeout(10_000) });
  engine.close();
  const { html, blocks, reportText } = present({ files, lang: "pl" });
  const lead = blocks.flatMap((block) => (block.block === "lead" ? [block.text] : []))[0];
  return [html, lead, reportText, version, wasmSha256, verdict, winners(report.outcome).join(), rules()[0]?.params[0]?.default].join();
}

export async function draws(file: File, notes: File): Promise<string> {
  const { wasmSha256 } = await readyDraw("/static/draw.wasm");
  const { verdict, checks, lots }: DrawVerdict = verifySealed({ transcript: await file.arrayBuffer(), seal: "00", lang: "uk", previous: [] });
  const sentence = checks.find(({ finding }) => finding !== "PASS")?.sentence;
  const { chance, drawn } = proveDraw({ proof: await notes.text(), transcript: await file.text() });
  return [wasmSha256, verdict, sentence, lots[0]?.label, chance?.[0], drawn].join();
}

export async function panels(people: File, categories: File): Promise<string> {
  const files = [{ name: people.name, bytes: await people.arrayBuffer() }, { name: categories.name, bytes: await categories.arrayBuffer() }];
  const asked = { files, seats: 50, columns: { household: ["street", "number"] } };
  const worker: Panels = await createPanels({ wasmUrl: "/static/panels.wasm" });
  const { feasibility }: PanelCheck = await worker.check(asked, { signal: AbortSignal.timeout(10_000) });
  const report = await worker.count({ ...asked, rule: "sortition/stratified", params: { by: "age" }, seed: "00" }, { onProgress: (done, of) => console.log(done / of) });
  const { html, inclusion }: Inclusion = await worker.inclusion({ files, report });
  const { selected } = await worker.select({ files, report, panel: 7 });
  worker.close();
  (await createInline()).close();
  const { wasmSha256 } = await readyPanels();
  const drawn = countPanel({ ...asked, rule: "sortition/uniform", seed: "00" }, () => false);
  const chances = drawn.outcome.kind === "panel-lottery" ? drawn.outcome.people.map(({ id, probability }) => `${id} ${probability}`) : [];
  const change = relax({ ...asked, include: "everyone" }).feasibility.relaxation;
  return [html, selected, wasmSha256, feasibility.excluded.length, change && "changes" in change && change.changes[0]?.to, ...chances, JSON.stringify(inclusion)].join();
}

export function winners(outcome: Outcome): string[] {
  switch (outcome.kind) {
    case "funded":
      return outcome.selected;
    case "elected":
      return outcome.elected;
    case "ranking":
      return outcome.tiers[0] ?? [];
    default:
      // @ts-expect-error: only some outcomes have a list of the elected
      return outcome.elected;
  }
}

export function explain(error: unknown): string {
  if (!(error instanceof IsonomiaError)) throw error;
  return `${error.code}${error.line === undefined ? "" : ` in line ${error.line}`}: ${error.message}`;
}

// @ts-expect-error: an unknown rule family is a mistake the compiler finds
export const wrongRule = (): Report => count({ files: [], rule: "budgets/greedy" });
// @ts-expect-error: the module of panels counts no votes
export const wrongModule = (): Report => countPanel({ files: [], rule: "ranked/irv" });
// @ts-expect-error: files are a list
export const wrongFiles = (): Report => count({ files: new Uint8Array() });
// @ts-expect-error: a rule refuses the parameters of another
export const wrongParams = (): Report => count({ files: [], rule: "ranked/irv", params: { completion: "add1" } });
// @ts-expect-error: a closed list of words is closed
export const wrongWord = (): Report => count({ files: [], rule: "budget/greedy", params: { unfit: "perhaps" } });
/** A rule chosen by a visitor: its parameters are checked by the engine. */
export const chosen = (rule: RuleId): Report => count({ files: [], rule, params: { threshold: 3 } });
