/** The same in Node: the engine loads by itself, from the disk, on first use. */
import { readFileSync } from "node:fs";
import { loadOnFirstUse, openSync, open } from "./engine.js";
import type { EngineInfo, EngineSource } from "./types.js";

export { audit, count, countText, explain, present, rules, validate, verifyDraw } from "./api.js";
export { IsonomiaError, type Problem } from "./error.js";
export { openSync as readySync } from "./engine.js";
export type * from "./types.js";

const fromDisk = (): Uint8Array<ArrayBuffer> => readFileSync(new URL("./core.wasm", import.meta.url));
loadOnFirstUse(fromDisk);

/** Loads the engine ahead of its first use; without an argument, from the disk. */
export async function ready(source?: EngineSource): Promise<EngineInfo> {
  return source === undefined ? openSync(fromDisk()) : open(source, () => new URL("./core.wasm", import.meta.url));
}
