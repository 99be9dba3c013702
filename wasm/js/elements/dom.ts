/** Small helpers to build the inside of an element without markup strings (and so without injection). */

type Attributes = Record<string, string | boolean | null | undefined>;

/** Creates an element; `true` is an empty attribute, `false` and null leave it out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) set(node, name, value);
  node.append(...children);
  return node;
}

/** Sets or removes an attribute, touching the page only where it changes. */
export function set(node: Element, name: string, value: string | boolean | null | undefined): void {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value === true ? "" : value)) node.setAttribute(name, value === true ? "" : value);
}

/** Sets the text of a node, touching the page only where it changes. */
export function say(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Makes the children of `parent` be exactly these, in this order, without moving what is already in place. */
export function place(parent: Element, children: readonly Element[]): void {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

const SVG = "http://www.w3.org/2000/svg";

/** A one-path icon of 24 by 24, drawn in the colour of the text and hidden from screen readers. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Up arrow, down arrow, tick. */
export const ICONS = { up: "M12 19V5M5 12l7-7 7 7", down: "M12 5v14M5 12l7 7 7-7", tick: "M5 13l5 5L19 7" } as const;
