/** The same with the engine inside this file: no fetch, no second asset. */
import base64 from "#wasm-base64";
import { loadOnFirstUse, open } from "./engine.js";
import type { EngineInfo, EngineSource } from "./types.js";

export { audit, count, countText, explain, present, rules, validate, verifyDraw } from "./api.js";
export { IsonomiaError, type Problem } from "./error.js";
export { openSync as readySync } from "./engine.js";
export type * from "./types.js";

function bytes(): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
loadOnFirstUse(bytes);

/** Readies the engine that is inside this file, or the one you give. */
export function ready(source?: EngineSource): Promise<EngineInfo> {
  return open(source, bytes);
}
