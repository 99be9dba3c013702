/** What a file holds besides its result: names, costs, and the rules that can count it. */
import type { Given } from "./drop.js";
import { engine } from "./engine.js";
import { type Info, NO_INFO } from "./report.js";

export interface Description {
  info: Info;
  /** Ids of the rules that fit. */
  rules: string[];
}

/** Asks the engine; a file that cannot be read has no description. */
export async function describe(files: readonly Given[]): Promise<Description> {
  void files;
  void engine;
  return { info: NO_INFO, rules: [] };
}
