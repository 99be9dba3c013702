/**
 * Where the options of a ballot come from: `<isonomia-option>` children, or the
 * plain form controls that serve as the ballot while scripts are off.
 */

/** One option of a ballot. */
export interface Option {
  /** The id that is submitted. */
  value: string;
  label: string;
  /** A plain decimal; null where the option has no price. */
  cost?: string | null;
  /** A district or category, shown beside the name. */
  group?: string | null;
  /** A plain description, shown under the name. */
  description?: string | null;
}

/** An option together with the child of the page that describes it. */
export interface FoundOption extends Option {
  content: Element | null;
}

/** Options, and what was already chosen in the plain controls, best first. */
export interface Found {
  options: FoundOption[];
  chosen: string[];
}

/** Reads the children of a ballot. */
export function readChildren(host: Element): Found {
  const tags = [...host.querySelectorAll("isonomia-option")];
  return tags.length ? { options: tags.map(fromTag), chosen: chosenTags(tags) } : fromControls(host);
}

function fromTag(tag: Element): FoundOption {
  const label = tag.getAttribute("label");
  const text = tag.textContent?.trim().replace(/\s+/gu, " ") ?? "";
  return {
    value: tag.getAttribute("value") ?? label ?? text,
    label: label ?? text,
    cost: tag.getAttribute("cost"),
    group: tag.getAttribute("group"),
    // Without a label the text is the name itself, and showing it twice helps nobody.
    content: label !== null && tag.childNodes.length ? tag : null,
  };
}

function chosenTags(tags: Element[]): string[] {
  return tags.filter((tag) => tag.hasAttribute("selected")).map((tag) => fromTag(tag).value);
}

/** `<select name="park[lipowy]">` is an option to rank, `<input type="checkbox" value="p1">` one to choose. */
function fromControls(host: Element): Found {
  const options: FoundOption[] = [];
  const ranks: [number, string][] = [];
  for (const control of host.querySelectorAll<HTMLSelectElement | HTMLInputElement>("select[name], input[type=checkbox]")) {
    const isSelect = control.localName === "select";
    const value = isSelect ? (/\[([^\]]*)\]$/u.exec(control.name)?.[1] ?? control.name) : control.value;
    const { cost = null, group = null } = control.dataset;
    options.push({ value, label: controlLabel(control) || value, cost, group, content: null });
    if (!isSelect && (control as HTMLInputElement).defaultChecked) ranks.push([0, value]);
    if (isSelect && Number(control.value) > 0) ranks.push([Number(control.value), value]);
    // The element submits in its place from now on.
    control.disabled = true;
  }
  return { options, chosen: ranks.sort(([a], [b]) => a - b).map(([, value]) => value) };
}

function controlLabel(control: HTMLSelectElement | HTMLInputElement): string {
  const label = control.getAttribute("aria-label") ?? control.labels?.[0];
  if (!label || typeof label === "string") return label ?? "";
  const copy = label.cloneNode(true) as Element;
  for (const inner of copy.querySelectorAll("select, input")) inner.remove();
  return copy.textContent?.trim().replace(/\s+/gu, " ") ?? "";
}
