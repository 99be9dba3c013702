/**
 * What every ballot element does: it is a form control with options, a list of
 * chosen ids as value, reasons why the value may not be cast, and one polite
 * place where each change is said aloud.
 */
import { type Issue, type Limits, ballotIssues } from "../ballot/index.js";
import { type Values, listed, money, onLocale, pickLocale, sentence } from "../locales/index.js";
import { make, say, set } from "./dom.js";
import { type FoundOption, type Option, readChildren } from "./options.js";
import { styles } from "./styles.js";

/** What `isonomia-change` carries. */
export interface BallotChange {
  /** Chosen ids; in a ranking, the best first. */
  value: string[];
  issues: Issue[];
  /** What is still free: places, or money as a plain decimal; null where nothing limits it. */
  remaining: string | null;
}

// Importing an element on a server must not fail: there it is a class that nobody makes.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

const connected = new Set<BallotElement>();

/** One watch for all elements: the language of a page may be switched on any ancestor. */
function watchLanguage(): void {
  const refresh = (): void => connected.forEach((element) => element.refresh());
  new MutationObserver(refresh).observe(document, { subtree: true, attributes: true, attributeFilter: ["lang"] });
  onLocale(refresh);
}

/** The common part; not a tag of its own. */
export abstract class BallotElement extends Base {
  static readonly formAssociated = true;
  static readonly observedAttributes: readonly string[] = [];

  /** The prefix of this element's sentences in the catalogues. */
  protected abstract readonly words: string;
  protected readonly internals: ElementInternals;
  protected found: FoundOption[] = [];
  protected chosen: string[] = [];
  /** Parts that live as long as the element; only the list is ever rebuilt. */
  protected readonly label = make("p", { part: "label", id: "label", class: "label" });
  protected readonly hint = make("p", { part: "hint", id: "hint", class: "hint" });
  protected readonly tools = make("div", { part: "tools", class: "tools" });
  protected readonly list = make("ul", { part: "list", class: "list", role: "list" });
  protected readonly error = make("p", { part: "error", id: "error", class: "error" });
  private readonly status = make("p", { part: "status", class: "status", role: "status", "aria-live": "polite" });
  protected readonly body: HTMLElement;

  private initial: string[] = [];
  private given: FoundOption[] | null = null;
  private isDisabled = false;
  private showsErrors = false;
  private announced: () => string = () => "";
  private readonly watch = new MutationObserver(() => this.readOptions());

  constructor() {
    super();
    this.internals = this.attachInternals();
    const root = this.attachShadow({ mode: "open", delegatesFocus: true });
    root.adoptedStyleSheets = [styles()];
    this.body = make(
      "div",
      { part: "ballot", class: "ballot", role: "group", "aria-labelledby": "label", "aria-describedby": "hint error" },
      this.label, this.hint, this.tools, this.list, this.error,
    );
    this.tools.append(this.status);
    root.append(this.body);
    // A click beside the controls must not throw the focus to the first of them.
    this.body.addEventListener("mousedown", (event) => {
      if (!(event.target as Element).closest("button")) event.preventDefault();
    });
    this.addEventListener("invalid", () => {
      this.showsErrors = true;
      this.refresh();
    });
  }

  connectedCallback(): void {
    if (connected.size === 0 && !watching) {
      watching = true;
      watchLanguage();
    }
    connected.add(this);
    this.watch.observe(this, {
      childList: true, subtree: true, characterData: true,
      attributeFilter: ["value", "label", "cost", "group", "selected"],
    });
    this.readOptions();
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.drawIfHidden(), { once: true });
    }
  }

  /**
   * Chromium (seen in 156) now and then draws nothing of an element whose children the parser
   * handed over in pieces, as slow machines do, until what is inside is displayed anew.
   */
  private drawIfHidden(): void {
    if (this.getClientRects().length === 0 || this.body.getClientRects().length > 0) return;
    this.body.style.display = "none";
    this.body.getBoundingClientRect();
    this.body.style.display = "";
  }

  disconnectedCallback(): void {
    connected.delete(this);
    this.watch.disconnect();
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.refresh();
  }

  formDisabledCallback(disabled: boolean): void {
    this.isDisabled = disabled;
    this.refresh();
  }

  formResetCallback(): void {
    this.showsErrors = false;
    this.announced = () => "";
    this.choose(this.initial);
  }

  formStateRestoreCallback(state: unknown): void {
    if (typeof state !== "string") return;
    try {
      const ids: unknown = JSON.parse(state);
      if (Array.isArray(ids)) this.choose(ids.map(String));
    } catch {
      // A state that another version of the page wrote is no reason to fail.
    }
  }

  /** The chosen ids; in a ranking, the best first. */
  get value(): string[] {
    return [...this.chosen];
  }

  set value(ids: readonly string[]) {
    this.choose([...ids].map(String));
  }

  /** The options; setting them replaces what the children say. */
  get options(): Option[] {
    return this.found.map(({ content: _, ...option }) => option);
  }

  set options(options: readonly Option[]) {
    this.given = options.map((option) => ({ ...option, content: null }));
    this.readOptions();
  }

  /** Why the value may not be cast, by code; empty when it may. */
  get issues(): Issue[] {
    const options = this.found.map(({ value, cost }) => ({ id: value, cost: cost ?? null }));
    // Nothing chosen is a blank ballot, which `required` forbids, not a short one.
    return this.chosen.length ? ballotIssues(options, this.limits(), this.chosen) : [];
  }

  get form(): HTMLFormElement | null { return this.internals.form; }
  get labels(): NodeList { return this.internals.labels; }
  get validity(): ValidityState { return this.internals.validity; }
  get validationMessage(): string { return this.internals.validationMessage; }
  get willValidate(): boolean { return this.internals.willValidate; }
  get type(): string { return this.localName; }
  get name(): string { return this.getAttribute("name") ?? ""; }
  set name(name: string) { this.setAttribute("name", name); }
  get required(): boolean { return this.hasAttribute("required"); }
  set required(required: boolean) { this.toggleAttribute("required", required); }
  get disabled(): boolean { return this.hasAttribute("disabled"); }
  set disabled(disabled: boolean) { this.toggleAttribute("disabled", disabled); }
  checkValidity(): boolean { return this.internals.checkValidity(); }
  reportValidity(): boolean { return this.internals.reportValidity(); }

  /** Brings everything that is shown up to date. */
  refresh(): void {
    if (!this.isConnected) return;
    set(this.body, "lang", this.language);
    const name = this.getAttribute("label") ?? "";
    say(this.label, name);
    this.label.hidden = name === "";
    const outside = [...this.internals.labels].map((label) => label.textContent?.trim()).join(" ");
    set(this.body, "aria-label", name === "" && outside ? outside : null);
    set(this.body, "aria-labelledby", name === "" ? null : "label");
    say(this.hint, this.hints().join(" "));
    this.showList();
    this.submit();
    const message = this.showsErrors ? this.internals.validationMessage : "";
    say(this.error, message);
    this.error.hidden = message === "";
    say(this.status, this.announced());
  }

  /** The limits that the attributes set. */
  protected abstract limits(): Limits;
  /** The sentences above the list. */
  protected abstract hints(): string[];
  /** What is still free, for the event. */
  protected abstract remaining(): string | null;
  /** Brings the list up to date. */
  protected abstract showList(): void;
  /** The fields that are submitted. */
  protected abstract fields(name: string): [string, string][];
  /** Called when the options have changed. */
  protected abstract optionsChanged(): void;

  protected get language(): string {
    const own = this.closest("[lang]")?.getAttribute("lang") ?? (this.getRootNode() as ShadowRoot).host?.closest("[lang]")?.getAttribute("lang");
    return pickLocale(own ?? globalThis.navigator?.language);
  }

  protected get locked(): boolean {
    return this.isDisabled;
  }

  protected text(key: string, values: Values = {}): string {
    return sentence(this.language, `${this.words}.${key}`, values);
  }

  protected money(amount: string): string {
    return money(this.language, amount, this.getAttribute("currency"));
  }

  protected numberAttribute(name: string): number | null {
    const text = this.getAttribute(name);
    return text !== null && /^\d+$/u.test(text.trim()) ? Number(text) : null;
  }

  protected nameOf(id: string): string {
    return this.found.find((option) => option.value === id)?.label ?? id;
  }

  /** Says a sentence aloud; it is made anew when the language changes. */
  protected announce(make: () => string): void {
    this.announced = make;
    // The same sentence twice in a row would be read only once.
    if (this.status.textContent === make()) say(this.status, "");
    requestAnimationFrame(() => say(this.status, this.announced()));
  }

  /** A choice made by the voter: shown, said and told to the page. */
  protected changed(ids: string[], announcement: () => string): void {
    this.chosen = ids;
    this.announced = announcement;
    this.refresh();
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
    const detail: BallotChange = { value: this.value, issues: this.issues, remaining: this.remaining() };
    this.dispatchEvent(new CustomEvent("isonomia-change", { bubbles: true, composed: true, detail }));
  }

  private choose(ids: string[]): void {
    this.chosen = ids;
    this.refresh();
  }

  private readOptions(): void {
    const children = readChildren(this);
    this.found = this.given ?? children.options;
    // The parser may hand over half of the children first. Until the voter has changed something,
    // what the page chose for them is read anew each time, or a choice that arrives late is lost.
    const untouched = this.chosen.join("\n") === this.initial.join("\n");
    if (untouched && this.found.length) {
      this.initial = children.chosen;
      this.chosen = [...children.chosen];
    }
    for (const [index, { content }] of this.found.entries()) {
      if (content) set(content, "slot", `option-${index}`);
    }
    this.optionsChanged();
    this.refresh();
  }

  private submit(): void {
    const data = new FormData();
    for (const [name, value] of this.fields(this.name)) data.append(name, value);
    this.internals.setFormValue(this.name ? data : null, JSON.stringify(this.chosen));
    const anchor = this.list.querySelector("button") ?? this.list;
    if (this.required && this.chosen.length === 0) {
      this.internals.setValidity({ valueMissing: true }, this.text("issue.required"), anchor);
    } else if (this.issues.length) {
      this.internals.setValidity({ customError: true }, this.issues.map((issue) => this.issueText(issue)).join(" "), anchor);
    } else {
      this.internals.setValidity({});
    }
  }

  /** The sentence for a reason, saying also what to do. */
  protected issueText(issue: Issue): string {
    if (issue.options) {
      return sentence(this.language, `issue.${issue.code}`, { names: listed(this.language, issue.options.map((id) => this.nameOf(id))) });
    }
    return this.text(`issue.${issue.code}`, { n: Number(issue.allowed), found: Number(issue.found) });
  }
}

let watching = false;

/** Defines a tag unless another copy of the package on the page already has. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (globalThis.customElements && !customElements.get(tag)) customElements.define(tag, element);
}
