// The package over the engine that has test verbs, with the raw call: for tests alone.
export * from "../../js/index.node.js";
export { call } from "../../js/engine.js";
