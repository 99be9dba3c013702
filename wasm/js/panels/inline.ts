/** The same with module and worker inside this file: no fetch, no second asset. */
import base64 from "#panels-base64";
import text from "#panels-worker-text";
import type { EngineInfo, EngineSource } from "../types.js";
import { type Panels, connect } from "./client.js";
import { loadOnFirstUse, open } from "./module.js";

export { audit, check, count, countText, inclusion, present, relax, rules, select, targets, validate } from "./api.js";
export { openSync as readyPanelsSync } from "./module.js";
export { IsonomiaError, type Problem } from "../error.js";
export type * from "./types.js";
export type { Panels, PanelsOptions } from "./client.js";
export type { ProgressOptions, WorkerCallOptions } from "../worker-link.js";
export type { Audit, EngineInfo, EngineSource, FileInput, Outcome, Presentation, Report, RuleInfo } from "../types.js";

const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
loadOnFirstUse(bytes);

/** Readies the module that is inside this file, or the one you give. */
export function readyPanels(source?: EngineSource): Promise<EngineInfo> {
  return open(source, bytes);
}

/** Starts the worker that is inside this file; on a page whose policy allows `worker-src blob:`. */
export function createPanels(): Promise<Panels> {
  const script = new Blob([`const PANELS_BASE64 = "${base64}";`, text], { type: "text/javascript" });
  const url = URL.createObjectURL(script);
  return connect(() => new Worker(url), undefined);
}
