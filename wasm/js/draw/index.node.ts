/** The same in Node: the verifier loads by itself, from the disk, on first use. */
import { readFileSync } from "node:fs";
import { loadOnFirstUse, open, openSync } from "./module.js";
import type { EngineInfo, EngineSource } from "../types.js";

export { proveDraw, verifyDraw } from "./api.js";
export { openSync as readyDrawSync } from "./module.js";
export { IsonomiaError, type Problem } from "../error.js";
export type * from "./types.js";
export type { EngineInfo, EngineSource } from "../types.js";

const fromDisk = (): Uint8Array<ArrayBuffer> => readFileSync(new URL("../draw.wasm", import.meta.url));
loadOnFirstUse(fromDisk);

/** Loads the verifier ahead of its first use; without an argument, from the disk. */
export async function readyDraw(source?: EngineSource): Promise<EngineInfo> {
  return source === undefined ? openSync(fromDisk()) : open(source, fromDisk);
}
