// The verbs, as typed functions over one thread's engine.

import { refuseSealed } from "./draw/sealed.js";
import { call } from "./engine.js";
import { readPresentation } from "./presentation.js";
import type { Audit, AuditRequest, CountRequest, DrawVerification, ExplainRequest, Explained, Presentation, Report, RuleId, RuleInfo, Validation, VerifyDrawRequest } from "./types.js";
import { pack } from "./wire.js";

const run = (verb: string, request: object): string => {
  const { json, bytes } = pack(request);
  return call(verb, json, bytes);
};

/** Counts an election and returns its report. */
export function count<R extends RuleId = RuleId>(request: CountRequest<R>): Report {
  return JSON.parse(countText(request)) as Report;
}

/** Counts, and returns the report as its canonical bytes: what is stored, hashed and published. */
export function countText<R extends RuleId = RuleId>(request: CountRequest<R>): string {
  return run("count", request);
}

/** Counts, and says the result: sentences and tables in the language asked for, a page to print. */
export function present<R extends RuleId = RuleId>(request: CountRequest<R>): Presentation {
  return readPresentation(run("present", request));
}

/** Counts, and says why: what voters got, what stood behind each option, what was missing. */
export function explain<R extends RuleId = RuleId>(request: ExplainRequest<R>): Explained {
  return JSON.parse(run("explain", request)) as Explained;
}

/** Finds every defect of the given files, with line, column and hint. Never throws on bad input. */
export function validate(request: CountRequest): Validation {
  return JSON.parse(run("validate", request)) as Validation;
}

/** Counts again and compares with a report: equal, or the first thing that differs. */
export function audit(request: AuditRequest): Audit {
  return JSON.parse(run("audit", request)) as Audit;
}

/**
 * Checks the transcript of a rehearsal. Sealed draws (draw/v1) have a verifier apart from the
 * engine, `verifyDraw` of `isonomia/draw`: for one of those this throws `draw-sealed`.
 */
export function verifyDraw(request: VerifyDrawRequest): DrawVerification {
  refuseSealed(request.files);
  return JSON.parse(run("verifyDraw", request)) as DrawVerification;
}

/** The rules this engine knows, with their parameters and defaults. */
export function rules(request: { family?: string } = {}): readonly RuleInfo[] {
  return JSON.parse(run("rules", request)) as RuleInfo[];
}
