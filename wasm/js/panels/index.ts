/**
 * Fair panels of people, planned where the people's data is: nothing leaves the page.
 *
 * ```js
 * import { createPanels } from "isonomia/panels";
 * const panels = await createPanels();
 * const request = { files: [people, categories], seats: 50, rule: "sortition/leximin" };
 * const report = await panels.count(request, { signal, onProgress: (done, of) => show(done / of) });
 * ```
 *
 * A worker answers, so that the page stays awake. The functions of this entry (`count` and so on)
 * do the same on the thread that calls them, after `await readyPanels()`.
 */
import type { EngineInfo, EngineSource } from "../types.js";
import { type Panels, type PanelsOptions, connect } from "./client.js";
import { open } from "./module.js";

export { audit, check, count, countText, inclusion, present, relax, rules, select, targets, validate } from "./api.js";
export { openSync as readyPanelsSync } from "./module.js";
export { IsonomiaError, type Problem } from "../error.js";
export type * from "./types.js";
export type { Panels, PanelsOptions } from "./client.js";
export type { ProgressOptions, WorkerCallOptions } from "../worker-link.js";
export type { Audit, EngineInfo, EngineSource, FileInput, Outcome, Presentation, Report, RuleInfo } from "../types.js";

/** Loads the module on this thread, once; from `panels.wasm` beside the package, or from what you give. */
export function readyPanels(source?: EngineSource): Promise<EngineInfo> {
  return open(source, () => new URL("../panels.wasm", import.meta.url));
}

/** Starts a worker and loads the module in it. */
export function createPanels(options: PanelsOptions = {}): Promise<Panels> {
  const url = options.workerUrl ?? new URL("./worker-module.js", import.meta.url);
  const home = globalThis.document?.baseURI ?? globalThis.location?.href;
  return connect(() => new Worker(url, { type: "module" }), options.wasmUrl && new URL(options.wasmUrl, home).href);
}
