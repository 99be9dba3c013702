// The other end of `worker-link.ts`: answers one verb a message, in order.

import { IsonomiaError } from "./error.js";
import type { Instance, Tell } from "./instance.js";
import type { EngineSource } from "./types.js";
import type { Answer, Question } from "./worker-link.js";

/** What a worker hears by and speaks through: itself in a browser, a port in Node. */
export interface Ear {
  addEventListener(type: "message", listener: (event: MessageEvent<Question>) => void): void;
  postMessage(answer: Answer): void;
}

/** Milliseconds between two words on how far the work is. */
const BREATH = 100;

/** Listens for questions; `fallback` says where this build finds the module. */
export function serve({ open, call }: Pick<Instance, "open" | "call">, fallback: () => EngineSource, ear: Ear = globalThis as unknown as Ear): void {
  let source: EngineSource | undefined;
  ear.addEventListener("message", async ({ data }) => {
    let answer: Answer;
    try {
      if (data.verb === "open") source = data.json || undefined;
      const info = await open(source, fallback);
      const text = data.verb === "open" ? JSON.stringify(info) : call(data.verb, data.json, data.bytes, data.tell ? teller(data.id, ear) : undefined);
      answer = { id: data.id, text };
    } catch (thrown) {
      const problems =
        thrown instanceof IsonomiaError ? thrown.problems : [{ code: "internal", severity: "error" as const, message: String(thrown) }];
      answer = { id: data.id, error: JSON.stringify({ problems }) };
    }
    ear.postMessage(answer);
  });
}

/** Passes on how far the work is, a few times a second. Who wants to stop ends the thread. */
function teller(id: number, ear: Ear): Tell {
  let last = -Infinity;
  return (done, of) => {
    const now = performance.now();
    if (now - last >= BREATH) {
      last = now;
      ear.postMessage({ id, done, of });
    }
    return true;
  };
}
