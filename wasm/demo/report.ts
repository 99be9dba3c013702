/** A report as the pictures need it: names instead of ids, rounds instead of single events. */
import type { Amounts, Report } from "isonomia/worker";

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

/** A votes text ("75", "412.50000", "7/3") as a number for drawing. */
export function amount(text: string): number {
  const [over = "0", under = "1"] = text.split("/");
  return Number(over) / Number(under);
}

export const nameOf = (info: Info, id: string): string => info.names.get(id) || id;

/** The rounds of a count; empty where the rule has none. */
export function rounds(report: Report): Round[] {
  const found: Round[] = [];
  for (const event of report.events) {
    const last = found.at(-1);
    if (event.event === "stage") {
      const { stage, action, tallies } = event;
      found.push({ stage, action, tallies, exhausted: amount(event.exhausted), elected: [], excluded: [], surplus: null });
    } else if (!last) continue;
    else if (event.event === "elect") last.elected.push(...event.options);
    else if (event.event === "exclude") last.excluded.push(...event.options);
    else if (event.event === "surplus") last.surplus = { from: event.from, surplus: event.surplus };
  }
  return found;
}

/** The quota or threshold, where the rule has one. */
export function quota(report: Report): number | null {
  const found = report.events.filter((event) => event.event === "quota").at(-1);
  return found ? amount(found.votes) : null;
}

export function duels(report: Report): Duels | null {
  const found = report.events.filter((event) => event.event === "pairwise").find(({ of }) => of === "preferences");
  return found ? { options: found.options, rows: found.rows.map((row) => row.map(amount)) } : null;
}

/** Scores from highest to lowest, where the rule writes them. */
export function scores(report: Report): Amounts {
  if (report.outcome.kind === "scores") return report.outcome.scores;
  return report.events.find((event) => event.event === "scores")?.scores ?? [];
}

/** Ties that had to be decided: what between, and how. */
export function ties(report: Report): { among: string[]; by: string; chosen: string }[] {
  return report.events.filter((event) => event.event === "tie").map(({ among, decided_by, chosen }) => ({ among, by: decided_by, chosen }));
}

/** Why projects were passed over, the last word on each. */
export function skips(report: Report): Map<string, { reason: string; available: string }> {
  return new Map(report.events.filter((event) => event.event === "skip").map(({ project, reason, available }) => [project, { reason, available }]));
}

/** Who wins: funded, elected, winners or the first tier. */
export function winners({ outcome }: Report): string[] {
  switch (outcome.kind) {
    case "funded": return outcome.selected;
    case "elected": return outcome.elected;
    case "scores": return outcome.winners;
    case "ranking": return outcome.tiers[0] ?? [];
    case "panel": return outcome.members;
    case "panel-lottery": return [];
  }
}
