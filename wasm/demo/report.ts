/** A report as the pictures need it: names instead of ids, rounds instead of single events. */
import type { Report } from "isonomia/worker";

/** What the report does not say and the paper does. */
export interface Info {
  names: ReadonlyMap<string, string>;
  /** Costs of projects as plain decimals. */
  costs: ReadonlyMap<string, string>;
  /** Votes that each option has, where the papers are at hand. */
  votes: ReadonlyMap<string, number>;
  budget: string | null;
  currency: string | null;
}

export const NO_INFO: Info = { names: new Map(), costs: new Map(), votes: new Map(), budget: null, currency: null };

/** An event as it stands in a report (`core/src/transcript.rs`). */
export interface Event {
  event: string;
  [field: string]: unknown;
}

type Amounts = [id: string, amount: string][];

/** One stage of a count by rounds, with what was decided after it. */
export interface Round {
  stage: number;
  action: string;
  tallies: Amounts;
  exhausted: number;
  elected: string[];
  excluded: string[];
  surplus: { from: string; surplus: string } | null;
}

/** Matrix of duels: `rows[i][j]` voters prefer option i to option j. */
export interface Duels {
  options: string[];
  rows: number[][];
}

export const events = (report: Report): Event[] => report.events as unknown as Event[];

/** A votes text ("75", "412.50000", "7/3") as a number for drawing. */
export function amount(text: string): number {
  const [over = "0", under = "1"] = text.split("/");
  return Number(over) / Number(under);
}

export const nameOf = (info: Info, id: string): string => info.names.get(id) || id;

/** The rounds of a count; empty where the rule has none. */
export function rounds(report: Report): Round[] {
  const found: Round[] = [];
  for (const event of events(report)) {
    const last = found.at(-1);
    if (event.event === "stage") {
      found.push({
        stage: Number(event["stage"]),
        action: String(event["action"]),
        tallies: event["tallies"] as Amounts,
        exhausted: amount(String(event["exhausted"])),
        elected: [],
        excluded: [],
        surplus: null,
      });
    } else if (last && event.event === "elect") last.elected.push(...(event["options"] as string[]));
    else if (last && event.event === "exclude") last.excluded.push(...(event["options"] as string[]));
    else if (last && event.event === "surplus") last.surplus = { from: String(event["from"]), surplus: String(event["surplus"]) };
  }
  return found;
}

/** The quota or threshold, where the rule has one. */
export function quota(report: Report): number | null {
  const found = events(report).filter(({ event }) => event === "quota").at(-1);
  return found ? amount(String(found["votes"])) : null;
}

export function duels(report: Report): Duels | null {
  const found = events(report).find(({ event, of }) => event === "pairwise" && of === "preferences");
  return found ? { options: found["options"] as string[], rows: (found["rows"] as string[][]).map((row) => row.map(amount)) } : null;
}

/** Scores from highest to lowest, where the rule writes them. */
export function scores(report: Report): Amounts {
  if (report.outcome.kind === "scores") return report.outcome.scores;
  return (events(report).find(({ event }) => event === "scores")?.["scores"] ?? []) as Amounts;
}

/** Ties that had to be decided: what between, and how. */
export function ties(report: Report): { among: string[]; by: string; chosen: string }[] {
  return events(report)
    .filter(({ event }) => event === "tie")
    .map((event) => ({ among: event["among"] as string[], by: String(event["decided_by"]), chosen: String(event["chosen"]) }));
}

/** Why projects were passed over, the last word on each. */
export function skips(report: Report): Map<string, { reason: string; available: string }> {
  return new Map(
    events(report)
      .filter(({ event }) => event === "skip")
      .map((event) => [String(event["project"]), { reason: String(event["reason"]), available: String(event["available"]) }]),
  );
}

/** Who wins: funded, elected, winners or the first tier. */
export function winners({ outcome }: Report): string[] {
  switch (outcome.kind) {
    case "funded": return outcome.selected;
    case "elected": return outcome.elected;
    case "scores": return outcome.winners;
    case "ranking": return outcome.tiers[0] ?? [];
    case "panel": return outcome.members;
    default: return [];
  }
}
