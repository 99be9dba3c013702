/**
 * `<isonomia-budget name label budget currency mode="knapsack|approval|k" max min required>`:
 * choose projects.
 *
 * `knapsack` fills a budget, `k` chooses at most `max`, `approval` chooses
 * freely. A project that does not fit is shown with the reason, never hidden.
 * Submits `park=lipowy&park=nowy`.
 */
import { type Amount, type Issue, type Limits, ZERO, amountText, exceeds, parseAmount, share, subtract, totalCost } from "../ballot/index.js";
import { BallotElement, define } from "./base.js";
import { ICONS, icon, make, place, say, set } from "./dom.js";
import type { FoundOption } from "./options.js";
import "./isonomia-option.js";

interface Row {
  item: HTMLLIElement;
  pick: HTMLButtonElement;
  name: HTMLElement;
  group: HTMLElement;
  about: HTMLElement;
  cost: HTMLElement;
  reason: HTMLElement;
  slot: HTMLSlotElement;
  segment: HTMLElement;
}

export class IsonomiaBudget extends BallotElement {
  static override readonly observedAttributes = ["name", "label", "budget", "currency", "mode", "max", "min", "required", "lang"];

  protected readonly words = "budget";
  private readonly rows = new Map<string, Row>();
  private readonly clearButton = make("button", { type: "button", part: "button clear", class: "tool" });
  private readonly spent = make("strong", { class: "spent" });
  private readonly left = make("span", { class: "left" });
  private readonly track = make("div", { part: "budget-track", class: "track", "aria-hidden": "true" });
  private readonly bar = make("div", { part: "budget-bar", class: "bar" }, make("p", { class: "sums" }, this.spent, this.left), this.track);

  constructor() {
    super();
    this.list.before(this.bar);
    this.list.after(this.tools);
    this.tools.prepend(this.clearButton);
    this.clearButton.addEventListener("click", () => this.clear());
  }

  /** Takes every project off. */
  clear(): void {
    this.changed([], () => this.text("cleared"));
  }

  /** How the ballot is filled in. */
  get mode(): "knapsack" | "approval" | "k" {
    const mode = this.getAttribute("mode");
    return mode === "approval" || mode === "k" ? mode : "knapsack";
  }

  protected limits(): Limits {
    const budget = this.mode === "knapsack" ? this.getAttribute("budget") : null;
    return { min_length: this.numberAttribute("min"), max_length: this.numberAttribute("max"), max_cost: budget };
  }

  protected hints(): string[] {
    const { min_length: min, max_length: max, max_cost: budget } = this.limits();
    return [
      this.text("hint"),
      ...(budget ? [this.text("hint.budget", { budget: this.money(String(budget)) })] : []),
      ...(max != null ? [this.text("hint.max", { n: max })] : []),
      ...(min != null && min > 1 ? [this.text("hint.min", { n: min })] : []),
    ];
  }

  protected remaining(): string | null {
    const { max_length: max } = this.limits();
    const left = this.leftAmount();
    if (left) return amountText(left);
    return max == null ? null : String(max - this.chosen.length);
  }

  protected fields(name: string): [string, string][] {
    return this.chosen.map((id) => [name, id]);
  }

  protected optionsChanged(): void {
    const ids = this.found.map(({ value }) => value);
    for (const id of this.rows.keys()) if (!ids.includes(id)) this.rows.delete(id);
    for (const id of ids) if (!this.rows.has(id)) this.rows.set(id, this.makeRow(id));
  }

  protected showList(): void {
    say(this.clearButton, this.text("clear"));
    this.clearButton.disabled = this.locked;
    set(this.list, "aria-label", this.text("list"));
    place(this.list, this.found.flatMap(({ value }) => this.rows.get(value)?.item ?? []));
    this.found.forEach((option, index) => this.showRow(option, index));
    this.showBar();
  }

  protected override issueText(issue: Issue): string {
    if (issue.code !== "over-budget") return super.issueText(issue);
    const over = subtract(parseAmount(issue.found) ?? ZERO, parseAmount(issue.allowed) ?? ZERO);
    return this.text("issue.over-budget", {
      found: this.money(issue.found ?? ""), budget: this.money(issue.allowed ?? ""), over: this.money(amountText(over)),
    });
  }

  private showBar(): void {
    const { max_length: max, max_cost: budget } = this.limits();
    const left = this.leftAmount();
    const over = left !== null && exceeds(ZERO, left);
    this.mark("overspent", over);
    set(this.bar, "class", over ? "bar over" : "bar");
    if (left && budget) {
      const spent = totalCost(this.costs(), this.chosen);
      say(this.spent, this.text("spent", { spent: this.money(amountText(spent)), budget: this.money(String(budget)) }));
      say(this.left, over
        ? this.text("over", { over: this.money(amountText(subtract(ZERO, left))) })
        : this.text("left", { left: this.money(amountText(left)) }));
    } else {
      const n = this.chosen.length;
      say(this.spent, max == null ? this.text("count", { n }) : this.text("count.max", { n, max }));
      say(this.left, "");
    }
    this.track.hidden = !left && max == null;
    place(this.track, this.chosen.flatMap((id) => this.rows.get(id)?.segment ?? []));
    for (const id of this.chosen) this.showSegment(id, budget == null ? null : parseAmount(budget), max ?? null);
  }

  private showSegment(id: string, budget: Amount | null, max: number | null): void {
    const row = this.rows.get(id);
    if (!row) return;
    const part = budget ? share(parseAmount(this.costOf(id)) ?? ZERO, budget) : 1 / (max ?? 1);
    row.segment.style.inlineSize = `${(part * 100).toFixed(2)}%`;
  }

  private showRow(option: FoundOption, index: number): void {
    const row = this.rows.get(option.value);
    if (!row) return;
    const chosen = this.chosen.includes(option.value);
    const reason = chosen ? "" : this.refusal(option, "short");
    set(row.item, "part", chosen ? "option chosen" : reason ? "option unfit" : "option");
    set(row.item, "class", chosen ? "option chosen" : reason ? "option unfit" : "option");
    set(row.pick, "aria-pressed", String(chosen));
    set(row.pick, "aria-disabled", reason ? "true" : null);
    say(row.name, option.label);
    say(row.group, option.group ?? "");
    say(row.about, option.description ?? "");
    say(row.cost, option.cost ? this.money(option.cost) : "");
    say(row.reason, reason);
    set(row.slot, "name", `option-${index}`);
    row.pick.disabled = this.locked;
  }

  private makeRow(id: string): Row {
    const name = make("span", { class: "name" });
    const group = make("span", { part: "group", class: "group" });
    const about = make("span", { class: "about" });
    const cost = make("span", { part: "cost", class: "cost" });
    const reason = make("span", { part: "reason", class: "reason" });
    const slot = make("slot");
    const mark = make("span", { part: "mark", class: "mark", "aria-hidden": "true" }, icon(ICONS.tick));
    const words = make("span", { class: "words" }, name, " ", group, " ", about, " ", cost, " ", reason);
    const pick = make("button", { type: "button", part: "button pick", class: "pick" }, mark, words);
    const item = make("li", { class: "option" }, pick, make("div", { part: "content", class: "content" }, slot));
    pick.addEventListener("click", () => this.toggle(id));
    return { item, pick, name, group, about, cost, reason, slot, segment: make("span", { class: "segment" }) };
  }

  private toggle(id: string): void {
    const name = this.nameOf(id);
    if (this.chosen.includes(id)) {
      return this.changed(this.chosen.filter((other) => other !== id), () => `${this.text("taken", { name: this.nameOf(id) })} ${this.sums()}`);
    }
    const option = this.found.find(({ value }) => value === id);
    if (option && this.refusal(option, "short")) return this.announce(() => this.refusal(option, "said") || name);
    this.changed([...this.chosen, id], () => `${this.text("added", { name: this.nameOf(id) })} ${this.sums()}`);
  }

  /** Why an option cannot be added now; empty when it can. */
  private refusal(option: FoundOption, how: "short" | "said"): string {
    const { max_length: max } = this.limits();
    if (max != null && this.chosen.length >= max) {
      return how === "short" ? this.text("full") : this.text("full.said", { n: max });
    }
    const left = this.leftAmount();
    const cost = parseAmount(option.cost) ?? ZERO;
    if (!left || !exceeds(cost, left)) return "";
    const free = exceeds(left, ZERO) ? left : ZERO;
    return how === "short"
      ? this.text("unfit", { missing: this.money(amountText(subtract(cost, left))) })
      : this.text("unfit.said", { name: option.label, cost: this.money(amountText(cost)), left: this.money(amountText(free)) });
  }

  private sums(): string {
    return [this.spent.textContent, this.left.textContent].filter(Boolean).map((part) => `${part}.`).join(" ");
  }

  private leftAmount(): Amount | null {
    const budget = parseAmount(this.limits().max_cost);
    return budget && subtract(budget, totalCost(this.costs(), this.chosen));
  }

  private costs(): { id: string; cost: string | null }[] {
    return this.found.map(({ value, cost }) => ({ id: value, cost: cost ?? null }));
  }

  private costOf(id: string): string | null {
    return this.found.find(({ value }) => value === id)?.cost ?? null;
  }

  private mark(state: string, on: boolean): void {
    try {
      if (on) this.internals.states.add(state);
      else this.internals.states.delete(state);
    } catch {
      // Browsers before 2024 know only states that begin with two dashes.
    }
  }
}

define("isonomia-budget", IsonomiaBudget);

declare global {
  interface HTMLElementTagNameMap { "isonomia-budget": IsonomiaBudget }
}
