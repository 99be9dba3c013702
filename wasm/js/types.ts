// The shapes that go in and come out. Quantities that may pass 2^53 or are fractions are
// strings ("995079", "7/3"); there is no BigInt anywhere.

import type { Problem } from "./error.js";

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

export type RuleId = `${"ranked" | "rated" | "quadratic" | "budget" | "committee" | "sortition" | "deliberation"}/${string}`;

export interface CountRequest {
  /** Files as they are: .pb, .blt, PrefLib, CSV, election.json. */
  files?: readonly FileInput[];
  /** Instead of a file: an election (`isonomia/election/1`) as an object. */
  election?: object;
  /** Ballots of that election: CSV, one row a paper, or JSON lines. */
  ballots?: FileInput;
  /** Categories of a pool of people. */
  categories?: FileInput;
  /** Reads the files as this format instead of asking their content. */
  from?: string;
  /** Without it the rule that the file declares is used. */
  rule?: RuleId;
  params?: Readonly<Record<string, string | number | boolean>>;
  seats?: number;
  ties?: readonly TieWord[] | string;
  /** 64 hex digits; asked for by the tie word `lot` and by draws. */
  seed?: string;
  lang?: "en" | "pl";
}

export interface AuditRequest extends CountRequest {
  /** The report as text (exact), or as the object that `count` returned. */
  report: string | object;
}

export interface VerifyDrawRequest {
  /** The transcript and the files it names. */
  files: readonly FileInput[];
  lang?: "en" | "pl";
}

export type Outcome =
  | { kind: "funded"; selected: string[]; cost: string; left: string }
  | { kind: "elected"; elected: string[] }
  | { kind: "scores"; scores: [id: string, score: string][]; winners: string[] }
  | { kind: "ranking"; tiers: string[][] }
  | { kind: "matching"; matching: [id: string, amount: string][]; undistributed: string }
  | { kind: "panel"; seats: number; members: string[] }
  | { kind: "seating"; rounds: string[][][] }
  | {
      kind: "panel-lottery";
      seats: number;
      people: { id: string; probability: string }[];
      panels: { members: string[]; weight: string }[];
      certificate: object;
    }
  | { kind: "opinion-map"; groups: string[][]; positions: unknown[]; statements: unknown[] };

export interface Report {
  format: "isonomia/report/1";
  engine: string;
  rule: RuleId;
  revision: number;
  /** Every parameter that was in force, given or default. */
  params: Record<string, string>;
  ties: string[];
  seed: string | null;
  input: {
    kind: string;
    read_as: string | null;
    files: { bytes: number; sha256: string }[];
    instance: string;
    ballots: number;
    valid: number;
  };
  outcome: Outcome;
  events: ReportEvent[];
  invalid: { code: string; lines: number[] }[];
  warnings: { code: string; lines?: number[] }[];
  /** Digest of everything that decides: equal in Rust, WASM and the command. */
  result: string;
  /** Digest of the whole report but itself. */
  digest: string;
}

/** One step of the count; its further fields depend on `kind`. */
export interface ReportEvent {
  kind: string;
  [field: string]: unknown;
}

export interface Validation {
  /** Whether the input can be counted. */
  valid: boolean;
  problems: Problem[];
}

export interface Audit {
  same: boolean;
  /** Where report and recount part first. */
  difference?: { path: string; reported: string; recounted: string };
}

export interface DrawVerification {
  /** `UNPROVEN`: nothing is wrong, but something the proof needs is not there. */
  verdict: "PASS" | "FAIL" | "UNPROVEN";
  checks: { code: string; verdict: "PASS" | "FAIL" | "UNPROVEN"; message: string }[];
}

export interface RuleInfo {
  id: RuleId;
  revision: number;
  name: string;
  family: string;
  doc: string;
  params: { name: string; doc: string; default: string }[];
}
