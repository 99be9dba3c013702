// A worker that answers verbs, whichever way it was started: the engine's and that of panels.

import { IsonomiaError } from "./error.js";
import type { EngineInfo } from "./types.js";

/** What is asked of a worker. */
export interface Question {
  id: number;
  /** A verb of the module, or `open`, whose `json` is the address of the module or empty. */
  verb: string;
  json: string;
  bytes: Uint8Array;
  /** Whether to tell how far the work is. */
  tell?: boolean;
}

/** What it answers: the result, what is wrong, or how far it is. */
export type Answer =
  | { id: number; text: string; error?: undefined; done?: undefined }
  | { id: number; error: string; text?: undefined; done?: undefined }
  | { id: number; done: number; of: number; text?: undefined; error?: undefined };

/** What is used of a `Worker`, so that a thread of Node can stand in for it. */
export interface Thread {
  postMessage(question: Question): void;
  terminate(): unknown;
  addEventListener(type: "message", listener: (event: { data: Answer }) => void): void;
  addEventListener(type: "error", listener: (event: { message: string }) => void): void;
}

export interface WorkerCallOptions {
  /** Stops this call; others that are under way go on. */
  signal?: AbortSignal;
}

export interface ProgressOptions extends WorkerCallOptions {
  /** Told a few times a second how far the work is, in steps of its own; `of` may grow. */
  onProgress?: (done: number, of: number) => void;
}

export interface Link {
  readonly info: EngineInfo;
  ask(question: { verb: string; json: string; bytes: Uint8Array }, options?: ProgressOptions): Promise<string>;
  /** Ends the worker; what is still under way is refused with `aborted`. */
  close(): void;
}

interface Waiting {
  question: Question;
  resolve(text: string): void;
  reject(error: IsonomiaError): void;
  onProgress: ((done: number, of: number) => void) | undefined;
}

const aborted = (): IsonomiaError => new IsonomiaError({ code: "aborted", message: "The count was stopped." });

/** Starts a worker and opens its module; `source` is the address of the module, if not the usual. */
export async function link(start: () => Thread, source: string | undefined): Promise<Link> {
  const waiting = new Map<number, Waiting>();
  const opening = { verb: "open", json: source ?? "", bytes: new Uint8Array() };
  let next = 0;
  let worker = launch();

  function launch(): Thread {
    const fresh = start();
    fresh.addEventListener("message", ({ data }) => {
      const who = waiting.get(data.id);
      if (data.done !== undefined) return who?.onProgress?.(data.done, data.of);
      waiting.delete(data.id);
      if (data.error === undefined) who?.resolve(data.text);
      else who?.reject(IsonomiaError.fromWire(data.error));
    });
    fresh.addEventListener("error", (event) => {
      const why = event.message || "the worker could not be started";
      refuseAll(() => new IsonomiaError({ code: "load", message: `The engine's worker failed: ${why}` }));
    });
    return fresh;
  }

  function refuseAll(error: () => IsonomiaError): void {
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) reject(error());
  }

  function ask(question: Omit<Question, "id">, { signal, onProgress }: ProgressOptions = {}): Promise<string> {
    return new Promise<string>((resolve, reject) => {
      if (signal?.aborted) return reject(aborted());
      const id = next++;
      const stop = (): void => {
        const stopped = waiting.get(id);
        waiting.delete(id);
        restart();
        stopped?.reject(aborted());
      };
      signal?.addEventListener("abort", stop, { once: true });
      const settled = (): void => signal?.removeEventListener("abort", stop);
      const asked = { ...question, id, ...(onProgress && { tell: true }) };
      waiting.set(id, {
        question: asked,
        resolve: (text) => (settled(), resolve(text)),
        reject: (error) => (settled(), reject(error)),
        onProgress,
      });
      // Bytes are copied, not moved: the caller's file stays usable.
      worker.postMessage(asked);
    });
  }

  /** WASM cannot be interrupted from outside: only ending its thread stops it. The rest is asked again. */
  function restart(): void {
    worker.terminate();
    worker = launch();
    worker.postMessage({ ...opening, id: -1 });
    for (const { question } of waiting.values()) worker.postMessage(question);
  }

  const info = await ask(opening).then((text) => JSON.parse(text) as EngineInfo).catch((error: unknown) => {
    worker.terminate();
    throw error;
  });
  return {
    info,
    ask,
    close: () => {
      worker.terminate();
      refuseAll(aborted);
    },
  };
}
