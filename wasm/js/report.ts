// What a count returns: the report (`isonomia/report/1`), its outcome and its events.

import type { RuleId } from "./rules.js";

/** An option with an exact amount. */
export type Amounts = [option: string, amount: string][];

export type Outcome =
  | { kind: "funded"; selected: string[]; cost: string; left: string; amounts?: Amounts }
  | { kind: "elected"; elected: string[] }
  | { kind: "scores"; scores: Amounts; winners: string[] }
  | { kind: "ranking"; tiers: string[][] }
  | { kind: "panel"; seats: number; members: string[] }
  | {
      kind: "panel-lottery";
      seats: number;
      /** Everyone with the exact chance, such as `1/11`; the chances sum to the seats. */
      people: { id: string; probability: string }[];
      /** Panels with their chances; empty where only the chances were asked for. */
      panels: { members: string[]; weight: string }[];
      /** What proves that the chances are as good as the rule promises. */
      certificate: Record<string, unknown>;
    };

/** What happened during the count, in order. Amounts are exact text. */
export type ReportEvent =
  | { event: "quota"; formula: string; votes: string }
  | { event: "stage"; stage: number; action: string; tallies: Amounts; exhausted: string; rounding?: string }
  | { event: "elect" | "exclude"; options: string[]; reason: string }
  | { event: "surplus"; from: string; surplus: string; of: string }
  | { event: "tie"; purpose: string; among: string[]; wanted: "most-favoured" | "least-favoured"; decided_by: string; chosen: string }
  | { event: "probe"; endowment: string; cost: string; verdict: string }
  | { event: "fund"; project: string; cost: string; by: string; amount: string; left: string }
  | { event: "seat"; option: string; by: string; amount: string; next?: [option: string, amount: string] }
  | { event: "leave"; option: string; by: string; amount: string }
  | { event: "skip"; project: string; reason: string; cost: string; available: string }
  | { event: "comparison"; rules: [string, string]; voters: [first: string, second: string, neither: string]; taken: string }
  | { event: "pairwise"; of: string; options: string[]; rows: string[][] }
  | { event: "scores"; of: string; scores: Amounts }
  | { event: "strata"; strata: { stratum: string; people: number; share: string; seats: number }[] }
  | { event: "draw"; label: string; of: number; values: number[] }
  | { event: "proposal"; label: string; value: unknown }
  | { event: "note"; code: string; args: string[] };

/** Papers not counted, for one reason. */
export interface InvalidGroup {
  code: string;
  args: string[];
  papers: string;
  lines: number[];
}

export interface Report {
  format: "isonomia/report/1";
  engine: string;
  rule: RuleId;
  revision: number;
  /** Every parameter that was in force, given or default. */
  params: Record<string, string | number | boolean | null | (string | number)[]>;
  ties: string[];
  given: string[][];
  seed: string | null;
  seed_origin: "operator" | "rehearsal" | "draw" | null;
  /** The sealed draw that the lots come from. */
  lot?: { draw_id: string; label: string; manifest: string };
  seats: number;
  input: {
    kind: string;
    format: string;
    read_as: string | null;
    /** What the columns of a table meant (`isonomia/columns/1`). */
    map?: object;
    files: { bytes: number; sha256: string }[];
    instance: string;
    /** All papers: those counted (`valid`) and those in `invalid`. */
    /** A number; text where it passes 2^53. */
    ballots: number | string;
    /** A number; text where it passes 2^53. */
    valid: number | string;
  };
  outcome: Outcome;
  /** Where ties were followed every way (`all`): every outcome, and whether that is all of them. */
  outcomes?: Outcome[];
  complete?: boolean;
  events: ReportEvent[];
  invalid: InvalidGroup[];
  warnings: { code: string; count: string; first: object[] }[];
  /** Comparison with the official result, where the file holds one. */
  official?: { agrees: boolean; selected: string[]; only_official: string[]; only_here: string[] };
  /** What the file declares, where the count did not follow it. */
  declared?: {
    rule?: string;
    params?: Record<string, string | number | boolean | null>;
    ties?: string[];
    seats?: number;
  };
  /** Digest of everything that decides: equal in Rust, WASM and the command. */
  result: string;
  /** Digest of the whole report but itself. */
  digest: string;
}

/** A part of a page about a report. */
export type Block =
  | { block: "lead" | "heading" | "para" | "note"; text: string }
  | { block: "list"; items: string[] }
  | {
      block: "table";
      caption: string;
      head: { text: string; align: "start" | "end" }[];
      rows: string[][];
      /** Length of each row's bar in thousandths of the longest, and which rows won. */
      bars?: number[];
      won?: boolean[];
    }
  | {
      /** A picture whose numbers stand in the table that follows. */
      block: "lines";
      caption: string;
      /** The picture in words. */
      about: string;
      /** Rounds from left to right. */
      rounds: number;
      /** A number for each round from the first, in thousandths of the highest. */
      series: { name: string; points: number[]; won: boolean }[];
    }
  | {
      /** Bars side by side; their numbers stand in the table that follows. */
      block: "groups";
      caption: string;
      /** The picture in words. */
      about: string;
      /** What each bar of a group is. */
      series: string[];
      /** Each bar: thousandths of the longest, and its number as text. */
      groups: { name: string; bars: [number, string][] }[];
    };

/** A count, said to people. */
export interface Presentation {
  report: Report;
  /** The report's canonical bytes: what is stored, hashed and published. */
  reportText: string;
  blocks: Block[];
  /** The same as plain text, 80 columns wide. */
  text: string;
  /** The same as one HTML page to print, without script. */
  html: string;
}
