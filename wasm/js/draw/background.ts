// The verifier in a worker, or on the page where a site's policy allows no worker: a signature of
// a beacon takes 50 ms and a long list of panels seconds, in which a page should stay awake.

import { IsonomiaError } from "../error.js";
import { proveDraw, verifyDraw } from "./api.js";
import type { DrawProof, DrawRequest, DrawVerdict, ProveRequest } from "./types.js";

/** The verbs as promises. */
export interface Verifier {
  verify(request: DrawRequest): Promise<DrawVerdict>;
  prove(request: ProveRequest): Promise<DrawProof>;
}

/** @internal */
export type DrawQuestion = { id: number; verb: "verify"; request: DrawRequest } | { id: number; verb: "prove"; request: ProveRequest };
/** @internal */
export type DrawAnswer = { id: number; result: DrawVerdict | DrawProof; error?: undefined } | { id: number; error: { code: string; message: string } };

/** Answers a question where the module is loaded. */
export function answer(question: DrawQuestion): DrawVerdict | DrawProof {
  return question.verb === "verify" ? verifyDraw(question.request) : proveDraw(question.request);
}

/** Starts when the first question is asked. `here` loads the module on this thread. */
export function background(start: () => Worker, here: () => Promise<unknown>): Verifier {
  const waiting = new Map<number, { question: DrawQuestion; done(result: unknown): void; failed(error: unknown): void }>();
  let next = 0;
  let worker: Worker | null | undefined;

  /** No worker: every question that waits is answered on the page, each after a breath. */
  function stayHere(): void {
    worker?.terminate();
    worker = null;
    for (const { question, done, failed } of waiting.values()) onPage(question).then(done, failed);
    waiting.clear();
  }

  async function onPage(question: DrawQuestion): Promise<unknown> {
    await here();
    await new Promise((breath) => setTimeout(breath, 20));
    return answer(question);
  }

  function launch(): Worker | null {
    try {
      const fresh = start();
      fresh.addEventListener("message", ({ data }: MessageEvent<DrawAnswer>) => {
        const who = waiting.get(data.id);
        waiting.delete(data.id);
        if (data.error === undefined) who?.done(data.result);
        else who?.failed(new IsonomiaError(data.error));
      });
      fresh.addEventListener("error", (event) => {
        event.preventDefault();
        stayHere();
      });
      return fresh;
    } catch {
      return null;
    }
  }

  function ask<T>(verb: DrawQuestion["verb"], request: object): Promise<T> {
    const question = { id: next++, verb, request } as DrawQuestion;
    if (worker === undefined) worker = launch();
    if (worker === null) return onPage(question) as Promise<T>;
    const asked = worker;
    return new Promise<T>((done, failed) => {
      waiting.set(question.id, { question, done: done as (result: unknown) => void, failed });
      asked.postMessage(question);
    });
  }

  return { verify: (request) => ask("verify", request), prove: (request) => ask("prove", request) };
}
