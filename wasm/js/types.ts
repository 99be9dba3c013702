// The shapes that go in and come out. Quantities that may pass 2^53 or are fractions are
// strings ("995079", "7/3"); there is no BigInt anywhere.

import type { DrawLot } from "./draw/types.js";
import type { Problem } from "./error.js";
import type { Block, InvalidGroup } from "./report.js";
import type { RuleId, RuleParams } from "./rules.js";

export type * from "./explanation.js";
export type * from "./report.js";
export type { RuleId, RuleParams } from "./rules.js";

/** Where the engine comes from. */
export type EngineSource = URL | string | Response | Promise<Response> | BufferSource | WebAssembly.Module;

export interface EngineInfo {
  readonly version: string;
  /** SHA-256 of `core.wasm`: anyone can rebuild the same bytes. */
  readonly wasmSha256: string;
}

export interface FileInput {
  /** Shown in errors; the format is known by the content, not by the name. */
  name: string;
  /** Best given as bytes: a string has already lost a BOM and broken UTF-8. */
  bytes: Uint8Array | ArrayBuffer | ArrayBufferView | string;
}

/** A word of the tie policy, tried in order. */
export type TieWord = "statute" | "min-cost" | "max-cost" | "max-votes" | "name" | "listed" | "given" | "lot" | "all";

/** Parameters of a rule; those of any rule where it is known only at run time. */
export type ParamsOf<R extends RuleId> = RuleId extends R ? Readonly<Record<string, string | number | boolean>> : Readonly<RuleParams[R]>;

export interface CountRequest<R extends RuleId = RuleId> {
  /** Files as they are: .pb, .blt, PrefLib, CSV, election.json. */
  files?: readonly FileInput[];
  /** Instead of a file: an election (`isonomia/election/1`) as an object. */
  election?: object;
  /** Ballots of that election: CSV, one row a paper, or JSON lines. */
  ballots?: FileInput;
  /** Categories of a pool of people. */
  categories?: FileInput;
  /** People who sit already: a list of ids, or the selected.csv of an earlier draw. */
  already?: FileInput;
  /** Columns of the people file: their ids, and the columns that together are an address. */
  columns?: { id?: string; household?: readonly string[] };
  /** Projects of a table of ballots: ids, names, costs. */
  projects?: FileInput;
  /** Totals of paper cards, beside a table of ballots. */
  totals?: FileInput;
  /** What the columns of a table mean (`isonomia/columns/1`); proposed from the table without it. */
  map?: object;
  /** Money to spend, where a table is counted. */
  budget?: number | string;
  /** What the voters of a table were asked to write. */
  kind?: "approval" | "ranking" | "score" | "allotment" | "knapsack";
  /** Reads the files as this format instead of asking their content. */
  from?: string;
  /** Counts ballots of one kind as another, by a named conversion such as `ordinal-as-approval`. */
  readAs?: string;
  /** Without it the rule that the file declares is used. */
  rule?: R;
  params?: ParamsOf<R>;
  seats?: number;
  ties?: readonly TieWord[] | string;
  /** 64 hex digits; asked for by the tie word `lot` and by draws. */
  seed?: string;
  /** Lots of a sealed draw that binds these files: one of `lots` of `verifyDraw` from `isonomia/draw`. */
  lot?: DrawLot;
  /** Decisions of the returning officer on ties: lists of options, the most favoured first. */
  given?: readonly (readonly string[])[];
  lang?: "en" | "pl";
}

export interface ExplainRequest<R extends RuleId = RuleId> extends CountRequest<R> {
  /**
   * How much may be counted again to find what each loser was short of: classes of equal ballots
   * times what a run takes. 0 for none; some seconds where it is not given.
   */
  effort?: number;
}

export interface AuditRequest extends CountRequest {
  /** The report as bytes or text (exact), or as the object that `count` returned. */
  report: FileInput["bytes"] | object;
  /** The files were converted since: the instance must be equal, the bytes need not be. */
  converted?: boolean;
}

export interface VerifyDrawRequest {
  /**
   * The transcript and, to draw again, the people and the categories of the pool, in any order:
   * they are told apart by their content.
   */
  files: readonly FileInput[];
  lang?: "en" | "pl";
}

export interface Validation {
  /** Whether the input can be counted. */
  valid: boolean;
  problems: Problem[];
  /** What the files hold; null where they cannot be read that far. */
  input: {
    kind: "contest" | "budget" | "pool";
    /** Id of the format, known by the content. */
    format: string;
    title: string;
    /** What is on a ballot; null for a pool of people. */
    ballot: "ranking" | "approval" | "score" | "allotment" | "knapsack" | null;
    options: { id: string; name: string; cost: string | null }[];
    seats: number;
    budget: string | null;
    /** Of budget and costs, such as `PLN`; empty where the file names none. */
    currency: string;
    /** All papers. `rejected` of them stand in `invalid`, by reason. */
    ballots: string;
    rejected: string;
    invalid: InvalidGroup[];
    /** The rules that can count it. */
    rules: RuleId[];
    /** The rule that the file itself declares; `rule` is null where it cannot be computed. */
    declared: { word: string; rule: RuleId | null } | null;
  } | null;
}

export interface Audit {
  same: boolean;
  /** What differs, the first difference first; empty when nothing does. */
  differences: Problem[];
  /** No difference, but worth saying: another version of the engine made the report. */
  notes: Problem[];
}

export interface DrawVerification {
  /** The worst finding. `UNPROVEN`: nothing is wrong, but something the proof needs is not there. */
  verdict: "PASS" | "FAIL" | "UNPROVEN";
  /** What the draw was for, and who was drawn, as the transcript says. */
  purpose: string;
  members: string[];
  checks: { name: string; title: string; code: string; verdict: "PASS" | "FAIL" | "UNPROVEN"; message: string }[];
  /** What no transcript of this kind can show, as sentences. */
  unshown: string[];
  blocks: Block[];
}

export interface RuleInfo {
  id: RuleId;
  /** Raised whenever outcomes, events or digests of the rule change. */
  revision: number;
  name: string;
  family: string;
  /** One sentence: what it does. */
  summary: string;
  /** Papers and statutes, with page or paragraph. */
  citations: string[];
  /** The kind of input it counts. */
  input: "contest" | "budget" | "pool";
  /** Kinds of ballot it counts; empty for a rule on a pool. */
  ballots: string[];
  /** Whether papers that weigh other than one are counted. */
  weights: "counted" | "refused";
  seats: "one" | "many" | "none";
  /** How it decides ties where the caller says nothing. */
  ties: TieWord[];
  needs_seed: boolean;
  params: {
    name: string;
    doc: string;
    default: string;
    /** What it takes, in words. */
    expected: string;
    /** The words it takes, where the list is closed. */
    words: { word: string; doc: string }[];
  }[];
}
