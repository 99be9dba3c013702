// What goes into the module of panels and what comes out.

import type { Problem } from "../error.js";
import type { Block, CountRequest, FileInput, RuleId } from "../types.js";

/** A rule that draws panels. */
export type PanelRuleId = Extract<RuleId, `sortition/${string}`>;

/**
 * A pool of people and what is to be drawn from it: the shape that `count` of the engine takes.
 * `files` are the people and the categories, in any order.
 */
export type PanelRequest<R extends PanelRuleId = PanelRuleId> = Pick<
  CountRequest<R>,
  "files" | "categories" | "already" | "seats" | "columns" | "rule" | "params" | "seed" | "lot" | "lang"
>;

export interface PanelAuditRequest extends PanelRequest {
  /** The report as bytes or text (exact), or as the object that `count` returned. */
  report: FileInput["bytes"] | object;
}

/** Work done and expected, in steps of the rule; `of` may grow. `false` stops the count. */
export type PanelProgress = (done: number, of: number) => boolean | void;

/** What is wrong with people and categories, if anything. */
export interface PanelValidation {
  /** Whether a panel can be looked for. */
  valid: boolean;
  problems: Problem[];
  /** How many people and seats; null where the files cannot be read that far. */
  input: { people: number; seats: number } | null;
}

/** Who must be able to sit once the quotas are relaxed: there is a panel, or everyone has a chance. */
export interface RelaxRequest extends PanelRequest {
  include?: "nobody" | "everyone";
}

/** One side of a quota: at least `number` with this value, or at most. */
export interface QuotaSide {
  /** `feature/value`. */
  quota: string;
  side: "min" | "max";
  number: number;
}

/** Sides of quotas that no panel can meet together. */
export interface Blocking {
  sides: QuotaSide[];
  /** Whether the rest could be met without any one of them. */
  minimal: boolean;
  /** Whole numbers that prove it. */
  proof: unknown;
}

/** Whether the quotas leave any panel, whom they exclude and by which quotas. */
export interface PanelCheck {
  feasibility: {
    seats: number;
    /** Null where it was not decided. */
    feasible: boolean | null;
    /** Some panel, as people: that there is one, never who is drawn. */
    panel: string[] | null;
    /** What can be seen by counting; said in `blocks`. */
    seen: Omit<Problem, "message" | "hint">[];
    blocking: Blocking | null;
    excluded: ({ people: string[] } & Omit<Blocking, "minimal">)[];
    /** People who cannot sit and of whom it was not found why. */
    undecided: string[];
    /** The smallest change of the quotas, where one is needed; or why there is none. */
    relaxation: { changes: (Omit<QuotaSide, "number"> & { from: number; to: number })[]; smallest: boolean; never: string[]; never_proof: unknown } | { code: string; blocking: Blocking } | { failure: string } | null;
    failure: string | null;
  };
  /** The categories file with these changes made; null where none are needed or known. */
  relaxed: string | null;
  blocks: Block[];
  text: string;
}

/** A result, and which of its panels. */
export interface PanelResultRequest extends Omit<PanelRequest, "rule" | "params" | "seed" | "lot"> {
  /** The report as bytes or text (exact), or as the object that `count` returned. */
  report: FileInput["bytes"] | object;
  /** The town: feature, value, and a count of people or a share. */
  census?: FileInput;
  /** Number of a panel of its list, from 0; not needed where there is one. */
  panel?: number;
}

/** Pool against panel for every value of every feature, chances, and who could be recognised. */
export interface Inclusion {
  /** The numbers: fractions as text, such as `1/11`. */
  inclusion: Record<string, unknown>;
  blocks: Block[];
  /** The same as plain text, 80 columns wide. */
  text: string;
  /** The same as one HTML page to print, without script. */
  html: string;
}

/** The people file cut in two, with all its columns, as other tools expect it. */
export interface SelectedPeople {
  members: string[];
  selected: string;
  /** Everyone else but those who share a home with a member. */
  remaining: string;
}

/** Quotas from a census. */
export interface TargetsRequest {
  /** The town: CSV with feature, value, and a count of people, a share or a percentage. */
  census: FileInput;
  seats: number;
  /** By how many seats each range is wider on both sides. */
  slack?: number;
  /** By how many seats more a range may be relaxed. */
  flex?: number;
  /** Ranges set by hand; the others make room. */
  set?: readonly { feature: string; value: string; min: number; max: number }[];
  lang?: "en" | "pl";
}

export interface PanelTargets {
  /** The numbers, exactly: shares as fractions. */
  targets: Record<string, unknown>;
  /** The categories file. */
  csv: string;
  problems: Problem[];
  blocks: Block[];
  text: string;
}
