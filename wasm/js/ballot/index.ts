/**
 * What makes a ballot valid, in plain JavaScript.
 *
 * A ballot has to tell the voter what is wrong while the engine is not loaded
 * (a strict content security policy may even forbid it). The codes are those
 * that the counter writes into a report's `invalid`; `test/ballot-rules.json`
 * is run against both, so the two cannot drift apart.
 */
import { type Amount, ZERO, add, amountText, exceeds, parseAmount } from "./money.js";

export * from "./money.js";

/** The reasons, as the counter names them. */
export type IssueCode = "unknown-option" | "duplicate-option" | "too-short" | "too-long" | "over-budget";

/** One reason: the ids at fault, or what was found and what is allowed (a count or an amount). */
export interface Issue {
  code: IssueCode;
  options?: string[];
  found?: string;
  allowed?: string;
}

/** An option as the checks see it. */
export interface BallotOption {
  id: string;
  cost?: string | number | null;
}

/** The limits of a ballot, in the words of `isonomia/election/1`; what is absent is not limited. */
export interface Limits {
  /** Fewest options on a ballot. */
  min_length?: number | null;
  /** Most options on a ballot. */
  max_length?: number | null;
  /** The most that the chosen options may cost together. */
  max_cost?: string | number | null;
}

/**
 * Every reason for which a list of chosen options is not a valid ballot, in a
 * fixed order; empty when the ballot is valid.
 *
 * The list is a ranking (best first) or a set: the same checks hold for both.
 * An empty list is blank rather than invalid, unless `min_length` asks for more.
 */
export function ballotIssues(options: readonly BallotOption[], limits: Limits, chosen: readonly string[]): Issue[] {
  const known = new Set(options.map((option) => option.id));
  const issues: Issue[] = [];
  const strangers = chosen.filter((id) => !known.has(id));
  if (strangers.length) issues.push({ code: "unknown-option", options: unique(strangers) });
  const doubles = chosen.filter((id, index) => chosen.indexOf(id) < index);
  if (doubles.length) issues.push({ code: "duplicate-option", options: unique(doubles) });
  if (limits.max_length != null && chosen.length > limits.max_length) {
    issues.push({ code: "too-long", found: String(chosen.length), allowed: String(limits.max_length) });
  }
  if (limits.min_length != null && chosen.length < limits.min_length) {
    issues.push({ code: "too-short", found: String(chosen.length), allowed: String(limits.min_length) });
  }
  const budget = parseAmount(limits.max_cost);
  if (budget) {
    const spent = totalCost(options, chosen);
    if (exceeds(spent, budget)) {
      issues.push({ code: "over-budget", found: amountText(spent), allowed: amountText(budget) });
    }
  }
  return issues;
}

/** What the chosen options cost together; an unknown id costs nothing. */
export function totalCost(options: readonly BallotOption[], chosen: readonly string[]): Amount {
  return options
    .filter((option) => chosen.includes(option.id))
    .reduce<Amount>((sum, option) => add(sum, parseAmount(option.cost) ?? ZERO), ZERO);
}

const unique = (ids: string[]): string[] => [...new Set(ids)];
