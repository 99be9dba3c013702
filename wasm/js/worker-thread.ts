// The other end of `worker.ts`: answers one verb a message, in order.

import { call, open } from "./engine.js";
import { IsonomiaError } from "./error.js";
import type { EngineSource } from "./types.js";
import type { Answer, Question } from "./worker.js";

/** Listens for questions; `fallback` says where this build finds the engine. */
export function serve(fallback: () => EngineSource): void {
  let source: EngineSource | undefined;
  addEventListener("message", async ({ data }: MessageEvent<Question>) => {
    let answer: Answer;
    try {
      if (data.verb === "open") source = data.json || undefined;
      const info = await open(source, fallback);
      const text = data.verb === "open" ? JSON.stringify(info) : call(data.verb, data.json, data.bytes);
      answer = { id: data.id, text };
    } catch (thrown) {
      const problems =
        thrown instanceof IsonomiaError ? thrown.problems : [{ code: "internal", severity: "error" as const, message: String(thrown) }];
      answer = { id: data.id, error: JSON.stringify({ problems }) };
    }
    postMessage(answer);
  });
}
