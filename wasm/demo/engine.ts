/** The engine in its worker, started when the first count is asked for. */
import { type CountRequest, IsonomiaError, type Report, type WorkerEngine, createWorkerEngine } from "isonomia/worker";

let starting: Promise<WorkerEngine> | undefined;

/** The engine; a start that failed is tried again at the next call. */
export function engine(): Promise<WorkerEngine> {
  starting ??= createWorkerEngine().catch((error: unknown) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

/** A count: the report, and its exact text for those who keep it. */
export interface Counted {
  report: Report;
  text: string;
}

export async function count(request: CountRequest): Promise<Counted> {
  const text = await (await engine()).countText(request);
  return { text, report: JSON.parse(text) as Report };
}

/** Whatever was thrown, as the one kind of error that the page shows. */
export function asError(thrown: unknown): IsonomiaError {
  return thrown instanceof IsonomiaError ? thrown : new IsonomiaError({ code: "internal", message: String(thrown) });
}
