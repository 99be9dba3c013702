/** Defines all tags. */
export { IsonomiaOption } from "./isonomia-option.js";
export { IsonomiaRanked } from "./isonomia-ranked.js";
export { IsonomiaBudget } from "./isonomia-budget.js";
export { type BallotChange, BallotElement } from "./base.js";
export { type Option } from "./options.js";
export { registerLocale } from "../locales/index.js";
