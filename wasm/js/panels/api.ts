// The verbs, as typed functions over this thread's module. A search keeps the thread busy for
// seconds: pages use `createPanels`.

import { readPresentation } from "../presentation.js";
import type { Audit, Presentation, Report, RuleInfo } from "../types.js";
import { pack } from "../wire.js";
import { call } from "./module.js";
import type { Inclusion, PanelAuditRequest, PanelCheck, PanelProgress, PanelRequest, PanelResultRequest, PanelRuleId, PanelTargets, PanelValidation, RelaxRequest, SelectedPeople, TargetsRequest } from "./types.js";

const run = (verb: string, request: object, onProgress?: PanelProgress): string => {
  const { json, bytes } = pack(request);
  return call(verb, json, bytes, onProgress && ((done, of) => onProgress(done, of) !== false));
};

/** Draws a panel, or finds everyone's chance and the panels that give it, by one of the rules. */
export function count<R extends PanelRuleId = PanelRuleId>(request: PanelRequest<R>, onProgress?: PanelProgress): Report {
  return JSON.parse(countText(request, onProgress)) as Report;
}

/** Counts, and returns the report as its canonical bytes: what is stored, hashed and published. */
export function countText<R extends PanelRuleId = PanelRuleId>(request: PanelRequest<R>, onProgress?: PanelProgress): string {
  return run("count", request, onProgress);
}

/** Counts, and says the result: sentences and tables in the language asked for, a page to print. */
export function present<R extends PanelRuleId = PanelRuleId>(request: PanelRequest<R>, onProgress?: PanelProgress): Presentation {
  return readPresentation(run("present", request, onProgress));
}

/** Finds every defect of people and categories, with row, column and hint. Never throws on bad input. */
export function validate(request: PanelRequest): PanelValidation {
  return JSON.parse(run("validate", request)) as PanelValidation;
}

/** Says whether the quotas leave any panel, whom they exclude, and by which quotas. */
export function check(request: PanelRequest): PanelCheck {
  return JSON.parse(run("check", request)) as PanelCheck;
}

/** The same, with the smallest change of the quotas after which everyone can sit, or there is a panel. */
export function relax(request: RelaxRequest): PanelCheck {
  return JSON.parse(run("check", { include: "everyone", ...request })) as PanelCheck;
}

/** Makes quotas from the shares of a town: ranges that sum to the panel, and the categories file. */
export function targets(request: TargetsRequest): PanelTargets {
  return JSON.parse(run("targets", request)) as PanelTargets;
}

/** Compares pool and panel, and says how chances are spread and who could be recognised. */
export function inclusion(request: PanelResultRequest): Inclusion {
  return JSON.parse(run("inclusion", request)) as Inclusion;
}

/** The people of a panel and the others, as tables with the columns of the people file. */
export function select(request: PanelResultRequest): SelectedPeople {
  return JSON.parse(run("select", request)) as SelectedPeople;
}

/** Checks a report by what it records: exactly, in a moment, without searching again. */
export function audit(request: PanelAuditRequest): Audit {
  return JSON.parse(run("audit", request)) as Audit;
}

/** The rules that draw panels, with their parameters and defaults. */
export function rules(): readonly RuleInfo[] {
  return JSON.parse(run("rules", {})) as RuleInfo[];
}
