/** Verifying a panel draw: every check in a sentence, and one verdict. */
import type { DrawVerification } from "isonomia/worker";
import { byId, h } from "./dom.js";
import { type Given, dropZone, utf8 } from "./drop.js";
import { asError, engine } from "./engine.js";
import { errorBanner } from "./errors.js";
import { lang, onLanguage, t } from "./language.js";

const LOOK = { PASS: { state: "good", sign: "✓" }, FAIL: { state: "bad", sign: "✕" }, UNPROVEN: { state: "doubt", sign: "?" } } as const;

export function startPanel(sample: () => Promise<Given[]> | Given[]): void {
  let files: Given[] = [];
  let outcome: { checked: DrawVerification } | { error: unknown } | null = null;
  let turn = 0;

  async function check(): Promise<void> {
    const mine = ++turn;
    byId("panel-status").textContent = t("working", { name: files.map(({ name }) => name).join(", ") });
    const result = await engine().then((ready) => ready.verifyDraw({ files, lang: lang() })).then((checked) => ({ checked }), (error: unknown) => ({ error }));
    if (mine !== turn) return;
    outcome = result;
    show();
  }

  function show(): void {
    if (!outcome) return;
    byId("panel-status").textContent = t("panel.checked", { name: files.map(({ name }) => name).join(", ") });
    byId("panel-result").replaceChildren(...("error" in outcome ? [errorBanner(asError(outcome.error))] : verification(outcome.checked)));
  }

  dropZone("panel-drop", "panel-input", (given) => {
    files = given;
    void check();
  });
  document.querySelector("[data-panel-sample]")?.addEventListener("click", async () => {
    files = await sample();
    void check();
  });
  onLanguage(() => {
    // The sentences of the checks come from the engine, in one language each.
    if (outcome) void check();
  });
}

function verification({ verdict, checks }: DrawVerification): HTMLElement[] {
  return [
    h("div", { class: `banner ${LOOK[verdict].state}` }, h("strong", {}, t(`panel.${verdict}`)), h("p", {}, t(`panel.${verdict}.p`))),
    h(
      "ul",
      { class: "checks" },
      ...checks.map((check) =>
        h("li", {}, h("span", { class: `sign ${LOOK[check.verdict].state}`, "aria-hidden": "true" }, LOOK[check.verdict].sign), h("span", {}, h("span", { class: "unseen" }, `${t(`check.${check.verdict}`)}: `), check.message)),
      ),
    ),
  ];
}

export const textFile = (name: string, text: string): Given => ({ name, bytes: utf8(text) });
