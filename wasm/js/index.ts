/**
 * Exact, auditable counting in the browser.
 *
 * ```js
 * import { ready, count } from "isonomia";
 * await ready();
 * const report = count({ files: [{ name: file.name, bytes: await file.arrayBuffer() }] });
 * ```
 */
import { open } from "./engine.js";
import type { EngineInfo, EngineSource } from "./types.js";

export { audit, count, countText, explain, present, rules, validate, verifyDraw } from "./api.js";
export { IsonomiaError, type Problem } from "./error.js";
export { openSync as readySync } from "./engine.js";
export type * from "./types.js";

/** Loads the engine, once; from `core.wasm` beside this file, or from what you give. */
export function ready(source?: EngineSource): Promise<EngineInfo> {
  return open(source, () => new URL("./core.wasm", import.meta.url));
}
