// What goes into the module of panels and what comes out.

import type { CountRequest, FileInput, RuleId } from "../types.js";

/** A rule that draws panels. */
export type PanelRuleId = Extract<RuleId, `sortition/${string}`>;

/**
 * A pool of people and what is to be drawn from it: the shape that `count` of the engine takes.
 * `files` are the people and the categories, in any order.
 */
export type PanelRequest<R extends PanelRuleId = PanelRuleId> = Pick<
  CountRequest<R>,
  "files" | "categories" | "seats" | "columns" | "rule" | "params" | "seed" | "lot" | "lang"
>;

export interface PanelAuditRequest extends PanelRequest {
  /** The report as bytes or text (exact), or as the object that `count` returned. */
  report: FileInput["bytes"] | object;
}

/** Work done and expected, in steps of the rule; `of` may grow. `false` stops the count. */
export type PanelProgress = (done: number, of: number) => boolean | void;
