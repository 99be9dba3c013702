/**
 * The engine in a worker: the same verbs as promises, so that a long count leaves the page awake.
 *
 * ```js
 * import { createWorkerEngine } from "isonomia/worker";
 * const engine = await createWorkerEngine();
 * const report = await engine.count({ files: [{ name, bytes }] }, { signal });
 * ```
 */
import { connect, type WorkerEngine } from "./worker-client.js";

export { IsonomiaError, type Problem } from "./error.js";
export type * from "./types.js";
export type { WorkerCallOptions, WorkerEngine } from "./worker-client.js";

export interface WorkerOptions {
  /** Address of `worker-module.js`, where your server keeps it elsewhere (same origin). */
  workerUrl?: URL | string;
  /** Address of `core.wasm`, where it is not beside the worker. */
  wasmUrl?: URL | string;
}

/** Starts the worker and loads its engine. */
export function createWorkerEngine(options: WorkerOptions = {}): Promise<WorkerEngine> {
  const url = options.workerUrl ?? new URL("./worker-module.js", import.meta.url);
  return connect(() => new Worker(url, { type: "module" }), options.wasmUrl && new URL(options.wasmUrl, globalThis.document?.baseURI ?? globalThis.location?.href).href);
}
