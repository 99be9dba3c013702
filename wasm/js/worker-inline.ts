/**
 * The worker started from a Blob, its engine inside: needs no server and no second file, so it
 * also runs on a page that was opened from a disk.
 */
import text from "#worker-text";
import { connect, type WorkerEngine } from "./worker-client.js";

export { IsonomiaError, type Problem } from "./error.js";
export type * from "./types.js";
export type { WorkerCallOptions, WorkerEngine } from "./worker-client.js";

/** Starts the worker that is inside this file. */
export function createWorkerEngine(): Promise<WorkerEngine> {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return connect(() => new Worker(url), undefined);
}
