/**
 * `<isonomia-ranked name label max-ranks min-ranks required>`: rank options by
 * choosing them in order.
 *
 * The list stays in the order of the ballot until the voter asks for "Put in
 * order": nothing moves by itself (after the Anywhere Ballot of the Center for
 * Civic Design). Submits `park[lipowy]=1&park[nowy]=2`.
 */
import type { Limits } from "../ballot/index.js";
import { BallotElement, define } from "./base.js";
import { ICONS, icon, make, place, say, set } from "./dom.js";
import type { FoundOption } from "./options.js";
import "./isonomia-option.js";

interface Row {
  item: HTMLLIElement;
  pick: HTMLButtonElement;
  badge: HTMLElement;
  name: HTMLElement;
  spoken: HTMLElement;
  group: HTMLElement;
  about: HTMLElement;
  slot: HTMLSlotElement;
  up: HTMLButtonElement;
  down: HTMLButtonElement;
}

export class IsonomiaRanked extends BallotElement {
  static override readonly observedAttributes = ["name", "label", "max-ranks", "min-ranks", "required", "lang"];

  protected readonly words = "ranked";
  private readonly rows = new Map<string, Row>();
  /** The order in which the options are shown. */
  private shown: string[] = [];
  private readonly orderButton = make("button", { type: "button", part: "button order", class: "tool" });
  private readonly clearButton = make("button", { type: "button", part: "button clear", class: "tool" });

  constructor() {
    super();
    this.tools.prepend(this.orderButton, this.clearButton);
    this.orderButton.addEventListener("click", () => this.putInOrder());
    this.clearButton.addEventListener("click", () => this.clear());
    // What stands in the list is rebuilt by hand, so the tools may stand after it for the reader's order.
    this.list.after(this.tools);
  }

  /** Shows the ranked options first, in the voter's order. */
  putInOrder(): void {
    if (this.chosen.length === 0) return this.announce(() => this.text("nothing"));
    const rest = this.found.map(({ value }) => value).filter((id) => !this.chosen.includes(id));
    this.shown = [...this.chosen.filter((id) => this.rows.has(id)), ...rest];
    this.refresh();
    this.announce(() => `${this.text("ordered")} ${this.leftText()}`);
  }

  /** Takes all numbers away and shows the order of the ballot again. */
  clear(): void {
    this.shown = this.found.map(({ value }) => value);
    this.changed([], () => this.text("cleared"));
  }

  protected limits(): Limits {
    return { min_length: this.numberAttribute("min-ranks"), max_length: this.numberAttribute("max-ranks") };
  }

  protected hints(): string[] {
    const { min_length: min, max_length: max } = this.limits();
    return [
      this.text("hint"),
      ...(max != null && max < this.found.length ? [this.text("hint.max", { n: max })] : []),
      ...(min != null && min > 1 ? [this.text("hint.min", { n: min })] : []),
    ];
  }

  protected remaining(): string | null {
    return String(this.places() - this.chosen.length);
  }

  protected fields(name: string): [string, string][] {
    return this.chosen.map((id, index) => [`${name}[${id}]`, String(index + 1)]);
  }

  protected optionsChanged(): void {
    const ids = this.found.map(({ value }) => value);
    for (const id of this.rows.keys()) if (!ids.includes(id)) this.rows.delete(id);
    for (const option of this.found) if (!this.rows.has(option.value)) this.rows.set(option.value, this.makeRow(option.value));
    const kept = this.shown.filter((id) => ids.includes(id));
    this.shown = kept.length === ids.length ? kept : ids;
  }

  protected showList(): void {
    say(this.orderButton, this.text("order"));
    say(this.clearButton, this.text("clear"));
    this.orderButton.disabled = this.clearButton.disabled = this.locked;
    set(this.list, "aria-label", this.text("list"));
    place(this.list, this.shown.flatMap((id) => this.rows.get(id)?.item ?? []));
    this.found.forEach((option, index) => this.showRow(option, index));
  }

  private showRow(option: FoundOption, index: number): void {
    const row = this.rows.get(option.value);
    if (!row) return;
    const rank = this.chosen.indexOf(option.value) + 1;
    set(row.item, "part", rank ? "option ranked" : "option");
    set(row.item, "class", rank ? "option chosen" : "option");
    set(row.pick, "aria-pressed", String(rank > 0));
    set(row.pick, "aria-disabled", rank === 0 && this.chosen.length >= this.places() ? "true" : null);
    say(row.badge, rank ? new Intl.NumberFormat(this.language).format(rank) : "");
    say(row.name, option.label);
    say(row.spoken, ` ${rank ? this.text("number", { n: rank }) : this.text("none")}`);
    say(row.group, option.group ?? "");
    say(row.about, option.description ?? "");
    set(row.slot, "name", `option-${index}`);
    set(row.up, "aria-label", this.text("up", { name: option.label }));
    set(row.down, "aria-label", this.text("down", { name: option.label }));
    set(row.up, "aria-disabled", rank === 1 ? "true" : null);
    set(row.down, "aria-disabled", rank === this.chosen.length ? "true" : null);
    row.up.hidden = row.down.hidden = rank === 0;
    row.pick.disabled = row.up.disabled = row.down.disabled = this.locked;
  }

  private makeRow(id: string): Row {
    const badge = make("span", { part: "rank", class: "rank", "aria-hidden": "true" });
    const name = make("span", { class: "name" });
    const spoken = make("span", { class: "spoken" });
    const group = make("span", { part: "group", class: "group" });
    const about = make("span", { class: "about" });
    const slot = make("slot");
    const pick = make("button", { type: "button", part: "button pick", class: "pick" }, badge, make("span", { class: "words" }, name, spoken, group, about));
    const up = make("button", { type: "button", part: "button up", class: "move" }, icon(ICONS.up));
    const down = make("button", { type: "button", part: "button down", class: "move" }, icon(ICONS.down));
    const item = make("li", { class: "option" }, pick, make("div", { class: "moves" }, up, down), make("div", { part: "content", class: "content" }, slot));
    pick.addEventListener("click", () => this.toggle(id));
    up.addEventListener("click", () => this.move(id, -1));
    down.addEventListener("click", () => this.move(id, 1));
    return { item, pick, badge, name, spoken, group, about, slot, up, down };
  }

  private toggle(id: string): void {
    const name = (): string => this.nameOf(id);
    if (this.chosen.includes(id)) {
      this.changed(this.chosen.filter((other) => other !== id), () => `${this.text("taken", { name: name() })} ${this.leftText()}`);
    } else if (this.chosen.length >= this.places()) {
      this.announce(() => this.text("full", { n: this.places() }));
    } else {
      const ids = [...this.chosen, id];
      this.changed(ids, () => `${this.text("now", { name: name(), n: ids.length })} ${this.leftText()}`);
    }
  }

  private move(id: string, step: -1 | 1): void {
    const from = this.chosen.indexOf(id);
    const to = from + step;
    const name = (): string => this.nameOf(id);
    if (to < 0) return this.announce(() => this.text("first", { name: name() }));
    if (to >= this.chosen.length) return this.announce(() => this.text("last", { name: name() }));
    const ids = this.chosen.filter((other) => other !== id);
    ids.splice(to, 0, id);
    this.changed(ids, () => this.text("now", { name: name(), n: to + 1 }));
  }

  private places(): number {
    return this.limits().max_length ?? this.found.length;
  }

  private leftText(): string {
    const left = this.found.filter(({ value }) => !this.chosen.includes(value)).length;
    return left ? this.text("left", { n: left }) : this.text("all");
  }
}

define("isonomia-ranked", IsonomiaRanked);

declare global {
  interface HTMLElementTagNameMap { "isonomia-ranked": IsonomiaRanked }
}
