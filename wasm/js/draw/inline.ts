/** The same with the verifier inside this file: no fetch, no second asset. */
import base64 from "#draw-base64";
import { loadOnFirstUse, open } from "./module.js";
import type { EngineInfo, EngineSource } from "../types.js";

export { proveDraw, verifyDraw } from "./api.js";
export { IsonomiaError, type Problem } from "../error.js";
export type * from "./types.js";

const bytes = (): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
loadOnFirstUse(bytes);

/** Readies the verifier that is inside this file, or the one you give. */
export function readyDraw(source?: EngineSource): Promise<EngineInfo> {
  return open(source, bytes);
}
