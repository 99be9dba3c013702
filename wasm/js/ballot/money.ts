/**
 * Amounts of money as exact decimals.
 *
 * Costs come from attributes and files as text ("25000", "1250.50"). A sum of
 * floats may land a grosz over the budget, so sums are made of big integers in
 * the smallest unit that any of the amounts uses.
 */

/** `units` of 10^-scale. */
export interface Amount {
  readonly units: bigint;
  readonly scale: number;
}

/** The amount of nothing. */
export const ZERO: Amount = { units: 0n, scale: 0 };

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/u;

/** Reads a decimal such as `25000` or `1250.50`; null where it is not a plain decimal. */
export function parseAmount(text: string | number | null | undefined): Amount | null {
  const parts = DECIMAL.exec(String(text ?? "").trim());
  if (!parts) return null;
  const [, sign = "", whole = "", fraction = ""] = parts;
  const units = BigInt(whole + fraction);
  return { units: sign ? -units : units, scale: fraction.length };
}

const at = (a: Amount, scale: number): bigint => a.units * 10n ** BigInt(scale - a.scale);

export function add(a: Amount, b: Amount): Amount {
  const scale = Math.max(a.scale, b.scale);
  return { units: at(a, scale) + at(b, scale), scale };
}

export function subtract(a: Amount, b: Amount): Amount {
  return add(a, { units: -b.units, scale: b.scale });
}

/** Whether `a` is more than `b`. */
export function exceeds(a: Amount, b: Amount): boolean {
  return subtract(a, b).units > 0n;
}

/** The share of `part` in `whole` for drawing, cut to 0..1. */
export function share(part: Amount, whole: Amount): number {
  const scale = Math.max(part.scale, whole.scale);
  const [p, w] = [at(part, scale), at(whole, scale)];
  if (w <= 0n) return p > 0n ? 1 : 0;
  return Math.min(1, Math.max(0, Number((p * 10000n) / w) / 10000));
}

/** The amount as a plain decimal text, for forms and files. */
export function amountText({ units, scale }: Amount): string {
  if (scale === 0) return String(units);
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
