/** What a file holds besides its result: names, costs, and the rules that can count it. */
import type { Given } from "./drop.js";
import { engine } from "./engine.js";
import { spoken } from "./language.js";
import { asRequest } from "./roles.js";
import { type Info, NO_INFO } from "./report.js";

export interface Description {
  title: string;
  info: Info;
  /** Ids of the rules that fit. */
  rules: string[];
}

/** Asks the engine; a file that cannot be read has no description. */
export async function describe(files: readonly Given[]): Promise<Description> {
  const { input } = await (await engine()).validate({ ...asRequest(files), lang: spoken() }).catch(() => ({ input: null }));
  if (!input) return { title: "", info: NO_INFO, rules: [] };
  const names = new Map(input.options.map(({ id, name }) => [id, name || id]));
  const costs = new Map(input.options.flatMap(({ id, cost }) => (cost === null ? [] : [[id, cost] as const])));
  return { title: input.title, info: { ...NO_INFO, names, costs, budget: input.budget, currency: input.currency || null }, rules: input.rules };
}
