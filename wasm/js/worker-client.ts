// The verbs of the engine in a worker.

import { refuseSealed } from "./draw/sealed.js";
import type { Audit, AuditRequest, CountRequest, DrawVerification, EngineInfo, ExplainRequest, Explained, Presentation, Report, RuleId, RuleInfo, Validation, VerifyDrawRequest } from "./types.js";
import { readPresentation } from "./presentation.js";
import { pack } from "./wire.js";
import { link, type Thread, type WorkerCallOptions } from "./worker-link.js";

export type { WorkerCallOptions } from "./worker-link.js";

/** The verbs of the package, as promises. */
export interface WorkerEngine {
  readonly info: EngineInfo;
  count<R extends RuleId = RuleId>(request: CountRequest<R>, options?: WorkerCallOptions): Promise<Report>;
  countText<R extends RuleId = RuleId>(request: CountRequest<R>, options?: WorkerCallOptions): Promise<string>;
  present<R extends RuleId = RuleId>(request: CountRequest<R>, options?: WorkerCallOptions): Promise<Presentation>;
  explain<R extends RuleId = RuleId>(request: ExplainRequest<R>, options?: WorkerCallOptions): Promise<Explained>;
  validate(request: CountRequest, options?: WorkerCallOptions): Promise<Validation>;
  audit(request: AuditRequest, options?: WorkerCallOptions): Promise<Audit>;
  verifyDraw(request: VerifyDrawRequest, options?: WorkerCallOptions): Promise<DrawVerification>;
  rules(request?: { family?: string }): Promise<readonly RuleInfo[]>;
  /** Ends the worker; what is still under way is refused with `aborted`. */
  close(): void;
}

export async function connect(start: () => Thread, source: string | undefined): Promise<WorkerEngine> {
  const worker = await link(start, source);
  const run = (verb: string, request: object, options?: WorkerCallOptions): Promise<string> =>
    worker.ask({ verb, ...pack(request) }, options);
  const json = async <T>(text: Promise<string>): Promise<T> => JSON.parse(await text) as T;

  return {
    info: worker.info,
    count: (request, options) => json(run("count", request, options)),
    countText: (request, options) => run("count", request, options),
    present: async (request, options) => readPresentation(await run("present", request, options)),
    explain: (request, options) => json(run("explain", request, options)),
    validate: (request, options) => json(run("validate", request, options)),
    audit: (request, options) => json(run("audit", request, options)),
    verifyDraw: async (request, options) => {
      refuseSealed(request.files);
      return json(run("verifyDraw", request, options));
    },
    rules: (request = {}) => json(run("rules", request)),
    close: worker.close,
  };
}
