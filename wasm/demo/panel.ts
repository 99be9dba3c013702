/** Verifying a panel draw: every check in a sentence, and one verdict. */
import type { DrawVerification } from "isonomia/worker";
import categories from "../../samples/panel/categories.csv";
import people from "../../samples/panel/people.csv";
import rehearsal from "../../samples/panel/rehearsal.json";
import { byId, h } from "./dom.js";
import { type Given, dropZone, utf8 } from "./drop.js";
import { asError, engine } from "./engine.js";
import { errorBanner } from "./errors.js";
import { isSealedDraw } from "../js/draw/sealed.js";
import { onLanguage, spoken, t } from "./language.js";

const LOOK: Record<DrawVerification["verdict"], { state: string; sign: string }> = {
  PASS: { state: "good", sign: "✓" },
  FAIL: { state: "bad", sign: "✕" },
  UNPROVEN: { state: "doubt", sign: "?" },
};

const textFile = (name: string, text: string): Given => ({ name, bytes: utf8(text) });
/** Canonical JSON says the same byte for byte when it is written again. */
const record = JSON.stringify(rehearsal);
const LISTS = [textFile("people.csv", people), textFile("categories.csv", categories)];

/** The same draw as it is, without its lists, and with one member quietly exchanged. */
const SAMPLES: Record<string, () => Given[]> = {
  whole: () => [textFile("rehearsal.json", record), ...LISTS],
  alone: () => [textFile("rehearsal.json", record)],
  forged: () => [textFile("rehearsal.json", forged(record)), ...LISTS],
};

function forged(text: string): string {
  const [, first = ""] = /"members":\["([^"]+)"/u.exec(text) ?? [];
  return text.replace(`"members":["${first}"`, '"members":["L001"');
}

const isRecord = ({ bytes }: Given): boolean => new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().startsWith("{");

export function startPanel(): void {
  let files: Given[] = [];
  let outcome: { checked: DrawVerification } | { error: unknown } | null = null;
  let turn = 0;

  async function check(): Promise<void> {
    const mine = ++turn;
    if (!files.some(isRecord)) {
      outcome = null;
      return show();
    }
    byId("panel-status").textContent = t("working", { name: names() });
    const result = await engine()
      .then((ready) => ready.verifyDraw({ files, lang: spoken() }))
      .then((checked) => ({ checked }), (error: unknown) => ({ error }));
    if (mine !== turn) return;
    outcome = result;
    show();
  }

  /** A sealed draw has a verifier of its own, further down. */
  function sealed(given: Given[]): void {
    files = [];
    byId("panel-status").textContent = t("panel.sealed", { name: given.map(({ name }) => name).join(", ") });
    byId("panel-result").replaceChildren();
    const element = byId<HTMLElementTagNameMap["isonomia-draw"]>("panel-draw");
    element.scrollIntoView();
    void element.addFiles(given);
  }

  const names = (): string => files.map(({ name }) => name).join(", ");

  function show(): void {
    const place = byId("panel-result");
    if (files.length === 0) return;
    if (!outcome) {
      byId("panel-status").textContent = t("file.read", { name: names() });
      return place.replaceChildren(h("p", { class: "banner doubt" }, t("panel.no-record")));
    }
    byId("panel-status").textContent = t("panel.checked", { name: names() });
    place.replaceChildren(...("error" in outcome ? [errorBanner(asError(outcome.error))] : verification(outcome.checked)));
  }

  dropZone("panel-drop", "panel-input", (given) => {
    if (given.some(isSealedDraw)) return sealed(given);
    // The record may come first and its lists after it, or the other way round.
    files = given.some(isRecord) && files.some(isRecord) ? given : [...files.filter(({ name }) => !given.some((other) => other.name === name)), ...given];
    void check();
  });
  for (const button of document.querySelectorAll<HTMLElement>("[data-draw]")) {
    button.addEventListener("click", () => {
      files = SAMPLES[button.dataset["draw"] ?? ""]?.() ?? [];
      void check();
    });
  }
  // The sentences of the checks come from the engine, in one language at a time.
  onLanguage(() => void check());
}

function verification({ verdict, purpose, members, checks, unshown }: DrawVerification): HTMLElement[] {
  return [
    h("div", { class: `banner ${LOOK[verdict].state}` }, h("strong", {}, t(`panel.${verdict}`)), h("p", {}, t(`panel.${verdict}.p`))),
    ...(purpose ? [h("p", {}, t("panel.claim", { purpose, n: members.length }))] : []),
    ...(members.length ? [h("ul", { class: "people", "aria-label": t("panel.members") }, ...members.map((id) => h("li", {}, id)))] : []),
    h("h3", {}, t("panel.checks")),
    h(
      "ul",
      { class: "checks" },
      ...checks.map(({ verdict: finding, title, message }) =>
        h(
          "li",
          {},
          h("span", { class: `sign ${LOOK[finding].state}`, "aria-hidden": "true" }, LOOK[finding].sign),
          h("div", {}, h("strong", {}, title), h("span", { class: "unseen" }, ` (${t(`check.${finding}`)})`), h("p", {}, message)),
        ),
      ),
    ),
    ...(unshown.length ? [h("h3", {}, t("panel.unshown")), h("ul", { class: "plain-list" }, ...unshown.map((text) => h("li", {}, text)))] : []),
  ];
}
