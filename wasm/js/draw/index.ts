/**
 * The verifier of draws, apart from the counting engine.
 *
 * ```js
 * import { readyDraw, verifyDraw } from "isonomia/draw";
 * await readyDraw();
 * const { verdict, checks, unshown } = verifyDraw({ transcript: await file.arrayBuffer(), seal, lang: "uk" });
 * ```
 *
 * Nothing is fetched but the module itself, and nothing is sent.
 */
import { open } from "./module.js";
import type { EngineInfo, EngineSource } from "../types.js";

export { proveDraw, verifyDraw } from "./api.js";
export { openSync as readyDrawSync } from "./module.js";
export { IsonomiaError, type Problem } from "../error.js";
export type * from "./types.js";
export type { EngineInfo, EngineSource } from "../types.js";

/** Loads the verifier, once; from `draw.wasm` beside the package, or from what you give. */
export function readyDraw(source?: EngineSource): Promise<EngineInfo> {
  return open(source, () => new URL("../draw.wasm", import.meta.url));
}
