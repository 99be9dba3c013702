// Talks to a worker, whichever way it was started.

import { refuseSealed } from "./draw/sealed.js";
import { IsonomiaError } from "./error.js";
import type { Audit, AuditRequest, CountRequest, DrawVerification, EngineInfo, ExplainRequest, Explained, Presentation, Report, RuleId, RuleInfo, Validation, VerifyDrawRequest } from "./types.js";
import { readPresentation } from "./presentation.js";
import { pack } from "./wire.js";
import type { Answer, Question } from "./worker.js";

export interface WorkerCallOptions {
  /** Stops this call; others that are under way go on. */
  signal?: AbortSignal;
}

/** The verbs of the package, as promises. */
export interface WorkerEngine {
  readonly info: EngineInfo;
  count<R extends RuleId = RuleId>(request: CountRequest<R>, options?: WorkerCallOptions): Promise<Report>;
  countText<R extends RuleId = RuleId>(request: CountRequest<R>, options?: WorkerCallOptions): Promise<string>;
  present<R extends RuleId = RuleId>(request: CountRequest<R>, options?: WorkerCallOptions): Promise<Presentation>;
  explain<R extends RuleId = RuleId>(request: ExplainRequest<R>, options?: WorkerCallOptions): Promise<Explained>;
  validate(request: CountRequest, options?: WorkerCallOptions): Promise<Validation>;
  audit(request: AuditRequest, options?: WorkerCallOptions): Promise<Audit>;
  verifyDraw(request: VerifyDrawRequest, options?: WorkerCallOptions): Promise<DrawVerification>;
  rules(request?: { family?: string }): Promise<readonly RuleInfo[]>;
  /** Ends the worker; what is still under way is refused with `aborted`. */
  close(): void;
}

interface Waiting {
  question: Question;
  resolve(text: string): void;
  reject(error: IsonomiaError): void;
}

const aborted = (): IsonomiaError => new IsonomiaError({ code: "aborted", message: "The count was stopped." });

const opening = (source: string | undefined): Omit<Question, "id"> => ({
  verb: "open",
  json: source ?? "",
  bytes: new Uint8Array(),
});

export async function connect(start: () => Worker, source: string | undefined): Promise<WorkerEngine> {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let worker = launch();

  function launch(): Worker {
    const fresh = start();
    fresh.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      const who = waiting.get(data.id);
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

  function ask(question: Omit<Question, "id">, signal?: AbortSignal): Promise<string> {
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
      const asked = { ...question, id };
      waiting.set(id, {
        question: asked,
        resolve: (text) => (settled(), resolve(text)),
        reject: (error) => (settled(), reject(error)),
      });
      // Bytes are copied, not moved: the caller's file stays usable.
      worker.postMessage(asked);
    });
  }

  /** WASM cannot be interrupted from outside: only ending its thread stops it. The rest is asked again. */
  function restart(): void {
    worker.terminate();
    worker = launch();
    worker.postMessage({ ...opening(source), id: -1 });
    for (const { question } of waiting.values()) worker.postMessage(question);
  }

  const run = (verb: string, request: object, options?: WorkerCallOptions): Promise<string> =>
    ask({ verb, ...pack(request) }, options?.signal);
  const json = async <T>(text: Promise<string>): Promise<T> => JSON.parse(await text) as T;

  const info = await json<EngineInfo>(ask(opening(source))).catch((error: unknown) => {
    worker.terminate();
    throw error;
  });
  return {
    info,
    count: (request, options) => json(run("count", request, options)),
    countText: (request, options) => run("count", request, options),
    present: async (request, options) => readPresentation(await run("present", request, options)),
    explain: (request, options) => json(run("explain", request, options)),
    validate: (request, options) => json(run("validate", request, options)),
    audit: (request, options) => json(run("audit", request, options)),
    verifyDraw: async (request, options) => {
      refuseSealed(request.files);
      return json(run("verifyDraw", request, options));
    },
    rules: (request = {}) => json(run("rules", request)),
    close: () => {
      worker.terminate();
      refuseAll(aborted);
    },
  };
}
