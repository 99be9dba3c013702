/** The same in Node: the module loads by itself, from the disk; `createPanels` starts a thread. */
import { readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { EngineInfo, EngineSource } from "../types.js";
import type { Thread } from "../worker-link.js";
import { type Panels, type PanelsOptions, connect } from "./client.js";
import { loadOnFirstUse, open, openSync } from "./module.js";

export { audit, check, count, countText, inclusion, present, relax, rules, select, targets, validate } from "./api.js";
export { openSync as readyPanelsSync } from "./module.js";
export { IsonomiaError, type Problem } from "../error.js";
export type * from "./types.js";
export type { Panels, PanelsOptions } from "./client.js";
export type { ProgressOptions, WorkerCallOptions } from "../worker-link.js";
export type { Audit, EngineInfo, EngineSource, FileInput, Outcome, Presentation, Report, RuleInfo } from "../types.js";

const fromDisk = (): Uint8Array<ArrayBuffer> => readFileSync(new URL("../panels.wasm", import.meta.url));
loadOnFirstUse(fromDisk);

/** Loads the module ahead of its first use; without an argument, from the disk. */
export async function readyPanels(source?: EngineSource): Promise<EngineInfo> {
  return source === undefined ? openSync(fromDisk()) : open(source, fromDisk);
}

/** Starts a thread of Node with the module; it does not keep the process alive between calls. */
export function createPanels(options: PanelsOptions = {}): Promise<Panels> {
  const url = options.workerUrl === undefined ? new URL("./worker-node.js", import.meta.url) : new URL(options.workerUrl, import.meta.url);
  return connect(() => thread(url), options.wasmUrl === undefined ? undefined : String(options.wasmUrl));
}

/** A thread of Node as the workers of browsers look; alive only while a question waits. */
function thread(url: URL): Thread {
  const worker = new Worker(url);
  let waiting = 0;
  worker.unref();
  return {
    postMessage: (question) => {
      waiting += 1;
      worker.ref();
      worker.postMessage(question);
    },
    terminate: () => worker.terminate(),
    addEventListener: (type: "message" | "error", listener: (event: never) => void) => {
      if (type === "error") return void worker.on("error", (error) => listener({ message: error.message } as never));
      worker.on("message", (data: { done?: number }) => {
        if (data.done === undefined && --waiting === 0) worker.unref();
        listener({ data } as never);
      });
    },
  };
}
