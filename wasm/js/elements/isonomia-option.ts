/**
 * `<isonomia-option value="lipowy" label="Park Lipowy" cost="25000" group="Centrum">`:
 * one option of a ballot. Without `label` its text is the name; with one, its
 * content (a picture, a map, a link) is shown under the name.
 */
import { define } from "./base.js";

const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

export class IsonomiaOption extends Base {
  get value(): string { return this.getAttribute("value") ?? ""; }
  set value(value: string) { this.setAttribute("value", value); }
  get label(): string { return this.getAttribute("label") ?? this.textContent?.trim() ?? ""; }
  set label(label: string) { this.setAttribute("label", label); }
  get cost(): string { return this.getAttribute("cost") ?? ""; }
  set cost(cost: string) { this.setAttribute("cost", cost); }
  get group(): string { return this.getAttribute("group") ?? ""; }
  set group(group: string) { this.setAttribute("group", group); }
}

define("isonomia-option", IsonomiaOption);

declare global {
  interface HTMLElementTagNameMap { "isonomia-option": IsonomiaOption }
}
