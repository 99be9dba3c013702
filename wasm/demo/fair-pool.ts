/** The files of a panel: people, categories, and what is known of the town, each at most once. */
import type { PanelRequest } from "isonomia/panels";
import type { Given } from "./drop.js";
import { roleOf } from "./roles.js";

export type Pool = Partial<Record<ReturnType<typeof roleOf>, Given>>;

/** The pool with these files in the place of those that they replace. */
export function withFiles(pool: Pool, given: readonly Given[]): Pool {
  return given.reduce((all, file) => ({ ...all, [roleOf(file)]: file }), pool);
}

/** What a search is asked of: people and categories, as far as they are there. */
export const filesOf = ({ people, categories }: Pool): NonNullable<PanelRequest["files"]> => [people, categories].filter((file) => file !== undefined);

/** Their names, for the line that says what was read. */
export const namesOf = (pool: Pool): string[] => [pool.people, pool.categories, pool.census].flatMap((file) => (file ? [file.name] : []));
