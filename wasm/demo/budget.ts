/** The budget vote: one box of papers, counted in two ways side by side. */
import type { IsonomiaBudget } from "../js/elements/isonomia-budget.js";
import { byId, h } from "./dom.js";
import { budgetElection } from "./election.js";
import { asError, count, isCounted } from "./engine.js";
import { errorBanner } from "./errors.js";
import { listed, onLanguage, percent, spoken, t } from "./language.js";
import { type Info, winners } from "./report.js";
import { facts, keepButton, showResult } from "./result.js";
import { story } from "./story.js";
import { BUDGET, PROJECTS, type Paper, budgetPapers, projectOptions } from "./town.js";

const WAYS = [
  { place: "budget-greedy", rule: "budget/greedy", file: "lipowo-budget-greedy.report.json" },
  { place: "budget-shares", rule: "budget/equal-shares", file: "lipowo-budget-equal-shares.report.json" },
] as const;

export function startBudget(): void {
  const ballot = document.querySelector("isonomia-budget") as IsonomiaBudget;
  const form = byId<HTMLFormElement>("budget-form");
  const cast: Paper[] = [];
  const box = budgetPapers();
  let counted: unknown[] = [];
  let turn = 0;

  const papers = (): Paper[] => [...box, ...cast];

  async function recount(): Promise<void> {
    const mine = ++turn;
    const ask = ({ rule }: (typeof WAYS)[number]): Promise<unknown> =>
      count({ election: budgetElection(t("budget.title"), projectOptions(spoken()), BUDGET, papers(), rule) }).catch((error: unknown) => error);
    const results = await Promise.all(WAYS.map(ask));
    if (mine !== turn) return;
    counted = results;
    showResults();
  }

  function info(): Info {
    const all = papers();
    return {
      names: new Map(PROJECTS.map(({ id, name }) => [id, name[spoken()]])),
      costs: new Map(PROJECTS.map(({ id, cost }) => [id, cost])),
      votes: new Map(PROJECTS.map(({ id }) => [id, all.filter((paper) => paper.includes(id)).length])),
      budget: BUDGET,
      currency: "PLN",
    };
  }

  function showResults(): void {
    byId("budget-count").textContent = t("box.count", { n: papers().length }) + (cast.length ? ` ${t("box.yours", { n: cast.length })}` : "");
    showReceipt();
    WAYS.forEach(({ place, file }, index) => {
      const result = counted[index];
      if (result === undefined) return;
      if (!isCounted(result)) return byId(place).replaceChildren(errorBanner(asError(result)));
      const [sentence, ...rest] = showResult(result.report, info());
      const funded = winners(result.report);
      const reached = papers().filter((paper) => paper.some((id) => funded.includes(id))).length;
      byId(place).replaceChildren(
        ...(sentence ? [sentence] : []),
        h("p", {}, t("budget.reached", { share: percent(reached / papers().length) })),
        ...rest, story(result.blocks), facts(result.report), keepButton(result.reportText, file),
      );
    });
  }

  function showReceipt(): void {
    const last = cast.at(-1);
    if (!last) return byId("budget-cast").replaceChildren();
    byId("budget-cast").replaceChildren(
      h("p", {}, h("strong", {}, t("cast.done"))),
      h("p", {}, listed(last.map((id) => info().names.get(id) ?? id))),
      h("button", { type: "button", class: "link", click: () => {
        cast.pop();
        void recount();
        form.querySelector<HTMLElement>("button.main")?.focus();
      } }, t("cast.back")),
    );
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!ballot.reportValidity()) return;
    cast.push(ballot.value);
    ballot.clear();
    form.reset();
    void recount();
    showResults();
  });
  onLanguage(() => {
    ballot.options = projectOptions(spoken());
    showResults();
    void recount();
  });
}
