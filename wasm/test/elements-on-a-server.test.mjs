// A server that renders pages imports the elements and must not fall over: it has no HTMLElement.
import assert from "node:assert/strict";
import { test } from "node:test";

test("the elements can be imported where there is no browser", async () => {
  assert.equal(globalThis.HTMLElement, undefined);
  const { IsonomiaBudget, IsonomiaRanked, registerLocale } = await import("isonomia/elements");
  assert.equal(IsonomiaRanked.formAssociated, true);
  assert.equal(IsonomiaBudget.formAssociated, true);
  const { IsonomiaDraw } = await import("isonomia/elements/draw");
  assert.ok(IsonomiaDraw.observedAttributes.includes("seal"));
  registerLocale("uk", { "ranked.clear": "Очистити" });
});
