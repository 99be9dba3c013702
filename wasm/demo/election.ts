/** The page's papers as an election file (`isonomia/election/1`), the same that the command reads. */
import type { Option } from "../js/elements/options.js";
import type { Paper } from "./town.js";

const file = (title: string, contest: object): object => ({ format: "isonomia/election/1", title, contests: [contest] });

/** A vote by ranking for one place. A lot would need a public draw, so a tie stops the count and is shown. */
export function rankedElection(title: string, options: readonly Option[], papers: readonly Paper[], rule: string): object {
  return file(title, {
    id: "contest",
    title,
    options: options.map(({ value, label }) => ({ id: value, name: label })),
    ballot: { kind: "ranking" },
    seats: 1,
    rule,
    ballots: papers,
  });
}

/** A budget vote: papers name the projects that they support, within the budget. */
export function budgetElection(title: string, options: readonly Option[], budget: string, papers: readonly Paper[], rule: string): object {
  return file(title, {
    id: "budget",
    title,
    options: options.map(({ value, label, cost }) => ({ id: value, name: label, cost })),
    ballot: { kind: "approval", limits: { max_cost: budget } },
    budget,
    currency: "PLN",
    rule,
    ballots: papers,
  });
}
