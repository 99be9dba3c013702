/** The engine in its worker, started when the first count is asked for. */
import { type CountRequest, IsonomiaError, type Presentation, type WorkerEngine, createWorkerEngine } from "isonomia/worker";
import { spoken } from "./language.js";

let starting: Promise<WorkerEngine> | undefined;

/** The engine; a start that failed is tried again at the next call. */
export function engine(): Promise<WorkerEngine> {
  starting ??= createWorkerEngine().catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

/** Counts, and has the engine say the result in the language of the page. */
export async function count(request: CountRequest): Promise<Presentation> {
  return (await engine()).present({ ...request, lang: spoken() });
}

/** Whether a count came to a result, or ended in something thrown. */
export const isCounted = (result: unknown): result is Presentation => typeof (result as Presentation | undefined)?.reportText === "string";

/** Whatever was thrown, as the one kind of error that the page shows. */
export function asError(thrown: unknown): IsonomiaError {
  return thrown instanceof IsonomiaError ? thrown : new IsonomiaError({ code: "internal", message: String(thrown) });
}
