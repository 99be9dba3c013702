// What `explain` returns: the document `isonomia/explain/1`, and the same said to people.

import type { Block } from "./report.js";
import type { RuleId } from "./rules.js";

/** Voters are numbers; money and fractions are exact text. */
export interface VotersMeasured {
  voters: number | string;
  /** Voters with no winner on their ballot. */
  left_out: number | string;
  /** How many voters have 0, 1, 2 ... winners on their ballot. */
  by_winners: (number | string)[];
  /** Winners on a ballot, on average. */
  average_winners: string;
  /** Voters by the share of the money spent on their projects: nothing, up to 10 %, ... 100 %. */
  by_share?: (number | string)[];
  average_cost?: string;
  /** Share of the budget for projects of a voter, on average. */
  average_share?: string;
}

/** A number at which an option would win, and what that rests on. */
export type Chance = { found: string; proof: "monotone" | "scan" | "neighbour" } | { found: null; not_up_to?: string };

export interface ExplainedOption {
  id: string;
  name: string;
  votes: string;
  won: boolean;
  /** `won`, `others`, or why it was passed over or excluded. */
  reason: { code: string; place?: number; by?: string; amount?: string; available?: string };
  cost?: string;
  /** Only under Equal Shares and sequential Phragmén. */
  support?: {
    /** Equal Shares: before each purchase, as long as its supporters could pay for it. */
    effective_votes?: string[];
    /** Phragmén: what each supporter would carry had it been bought next. */
    load?: string | null;
    behind: string;
    missing?: string;
    spent_on?: [project: string, amount: string][];
  };
  /** Extra ballots for this option alone with which it wins. */
  more_votes?: Chance;
  /** The greatest lower cost at which it is funded. */
  lower_cost?: Chance;
}

export interface Explanation {
  format: "isonomia/explain/1";
  rule: RuleId;
  params: Record<string, unknown>;
  /** Digest `result` of the report that is explained. */
  result: string;
  winners: string[];
  options: ExplainedOption[];
  voters: VotersMeasured;
  parts?: {
    kind: "pot" | "category";
    id: string;
    amount: string | null;
    projects: number;
    funded: number;
    spent: string;
    voters: number | string;
    left_out: number | string;
  }[];
  rounds?: {
    endowment: string;
    purchases: {
      project: string;
      price: string;
      effective_votes: string;
      payers: number | string;
      in_full: number | string;
      behind: string;
    }[];
    unspent: string;
  } | null;
  loads?: { purchases: { project: string; load: string }[] } | null;
  greedy?: {
    winners: string[];
    both: string[];
    only_here: string[];
    only_greedy: string[];
    better: number | string;
    worse: number | string;
    same: number | string;
    cost: string;
    voters: VotersMeasured;
  } | null;
}

/** An explanation, and the same said to people. */
export interface Explained {
  explanation: Explanation;
  blocks: Block[];
  /** Plain text, 80 columns wide. */
  text: string;
  /** Result and explanation as one HTML page to print, without script. */
  html: string;
}
