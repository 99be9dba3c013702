// The verbs of the module in a worker, whichever way it was started.

import { readPresentation } from "../presentation.js";
import type { Audit, EngineInfo, Presentation, Report, RuleInfo } from "../types.js";
import { pack } from "../wire.js";
import { type ProgressOptions, type Thread, type WorkerCallOptions, link } from "../worker-link.js";
import type { Inclusion, PanelAuditRequest, PanelCheck, PanelRequest, PanelResultRequest, PanelRuleId, PanelTargets, PanelValidation, RelaxRequest, SelectedPeople, TargetsRequest } from "./types.js";

/** The verbs as promises; `signal` stops one, `onProgress` tells how far it is. */
export interface Panels {
  readonly info: EngineInfo;
  count<R extends PanelRuleId = PanelRuleId>(request: PanelRequest<R>, options?: ProgressOptions): Promise<Report>;
  countText<R extends PanelRuleId = PanelRuleId>(request: PanelRequest<R>, options?: ProgressOptions): Promise<string>;
  present<R extends PanelRuleId = PanelRuleId>(request: PanelRequest<R>, options?: ProgressOptions): Promise<Presentation>;
  validate(request: PanelRequest, options?: WorkerCallOptions): Promise<PanelValidation>;
  check(request: PanelRequest, options?: WorkerCallOptions): Promise<PanelCheck>;
  relax(request: RelaxRequest, options?: WorkerCallOptions): Promise<PanelCheck>;
  targets(request: TargetsRequest, options?: WorkerCallOptions): Promise<PanelTargets>;
  inclusion(request: PanelResultRequest, options?: WorkerCallOptions): Promise<Inclusion>;
  select(request: PanelResultRequest, options?: WorkerCallOptions): Promise<SelectedPeople>;
  audit(request: PanelAuditRequest, options?: ProgressOptions): Promise<Audit>;
  rules(): Promise<readonly RuleInfo[]>;
  /** Ends the worker; what is still under way is refused with `aborted`. */
  close(): void;
}

/** Where the worker and its module are, if not beside the package. */
export interface PanelsOptions {
  /** Address of `panels/worker-module.js`, where your server keeps it elsewhere (same origin). */
  workerUrl?: URL | string;
  /** Address of `panels.wasm`, where it is not one folder above the worker. */
  wasmUrl?: URL | string;
}

export async function connect(start: () => Thread, source: string | undefined): Promise<Panels> {
  const worker = await link(start, source);
  const run = (verb: string, request: object, options?: ProgressOptions): Promise<string> => worker.ask({ verb, ...pack(request) }, options);
  const json = async <T>(text: Promise<string>): Promise<T> => JSON.parse(await text) as T;
  return {
    info: worker.info,
    count: (request, options) => json(run("count", request, options)),
    countText: (request, options) => run("count", request, options),
    present: async (request, options) => readPresentation(await run("present", request, options)),
    validate: (request, options) => json(run("validate", request, options)),
    check: (request, options) => json(run("check", request, options)),
    relax: (request, options) => json(run("check", { include: "everyone", ...request }, options)),
    targets: (request, options) => json(run("targets", request, options)),
    inclusion: (request, options) => json(run("inclusion", request, options)),
    select: (request, options) => json(run("select", request, options)),
    audit: (request, options) => json(run("audit", request, options)),
    rules: () => json(run("rules", {})),
    close: worker.close,
  };
}
