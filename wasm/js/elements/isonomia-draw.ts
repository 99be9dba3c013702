/**
 * `<isonomia-draw>`: drop the transcript of a draw and read every check in a sentence; prove
 * yourself with the file that the organiser gave you. Nothing leaves the page.
 *
 * Attributes: `src` (a transcript to check at once), `seal`, `saw`, `key` and `draw-id` (what the
 * page vouches for), `lang`, `heading-level` (1 to 5), `label`. Events: `isonomia-verdict` and
 * `isonomia-proof`, whose `detail` is the result.
 */
import type { Verifier } from "../draw/background.js";
import { drawLang } from "../draw/sentences.js";
import type { DrawProof, DrawRequest, DrawVerdict } from "../draw/types.js";
import { IsonomiaError } from "../error.js";
import { make, place, say, set } from "./dom.js";
import { type GivenFile, type KnownFile, type Role, gather, roleOf } from "./draw-files.js";
import { drawStyles } from "./draw-styles.js";
import { counts, put, showProof, showVerdict } from "./draw-verdict.js";
import { type DrawWords, drawWords } from "./draw-words.js";
import { styles } from "./styles.js";

// Importing an element on a server must not fail: there it is a class that nobody makes.
const Base = (globalThis.HTMLElement ?? class {}) as typeof HTMLElement;

let start: (() => Verifier) | undefined;
let verifier: Verifier | undefined;

/** Says how this build of the element starts its verifier. */
export function verifyWith(how: () => Verifier): void {
  start ??= how;
}

const HASH = /^[0-9a-f]{64}$/u;
const plain = (text: string): string => text.replace(/\s+/gu, "").toLowerCase();

function field(id: string, ...controls: HTMLElement[]): { box: HTMLElement; label: HTMLElement; hint: HTMLElement; error: HTMLElement } {
  const label = make("label", { for: id });
  const hint = make("p", { class: "note", id: `${id}-hint` });
  const error = make("p", { class: "error", id: `${id}-error`, hidden: true });
  return { box: make("div", { class: "field", part: "field" }, label, ...controls, hint, error), label, hint, error };
}

const input = (id: string): HTMLInputElement =>
  make("input", { id, type: "text", part: "input", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": `${id}-hint ${id}-error` });

export class IsonomiaDraw extends Base {
  static readonly observedAttributes: readonly string[] = ["lang", "seal", "saw", "src", "heading-level", "label"];

  private readonly root: ShadowRoot;
  private readonly draw = make("div", { class: "draw", part: "draw" });
  private readonly chooser = make("input", { type: "file", multiple: true, class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  private readonly proofChooser = make("input", { type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true" });
  private readonly pick = make("button", { type: "button", class: "button", part: "button" });
  private readonly dropTitle = make("strong");
  private readonly dropMore = make("span");
  private readonly drop = make("div", { class: "drop box", part: "drop" });
  private readonly fileRows = make("ul", { class: "rows", role: "list", part: "files" });
  private readonly seal = input("seal");
  private readonly sealField = field("seal", this.seal);
  private readonly saw = input("saw");
  private readonly sawField = field("saw", this.saw);
  private readonly again = make("button", { type: "button", class: "button quiet", part: "button" });
  private readonly status = make("p", { class: "status", role: "status", "aria-live": "polite", part: "status" });
  private readonly result = make("div", { class: "box", part: "result" });
  private readonly proofText = make("textarea", { id: "proof", part: "input", rows: "4", spellcheck: "false", "aria-describedby": "proof-hint proof-error" });
  private readonly proofField = field("proof", this.proofText);
  private readonly proofPick = make("button", { type: "button", class: "button quiet", part: "button" });
  private readonly proofAsk = make("button", { type: "button", class: "button", part: "button" });
  private readonly proofStatus = make("p", { class: "spoken", role: "status", "aria-live": "polite", part: "status" });
  private readonly proofResult = make("div", { class: "box", part: "proof-result" });
  private readonly private_ = make("p", { class: "note" });

  private given: KnownFile[] = [];
  private verdict: DrawVerdict | null = null;
  private proof: DrawProof | null = null;
  private asked = 0;
  private said: string | undefined;
  private watching: MutationObserver | undefined;

  constructor() {
    super();
    this.root = this.attachShadow({ mode: "open", delegatesFocus: false });
    this.root.adoptedStyleSheets = [styles(), drawStyles()];
    this.drop.append(make("p", {}, this.dropTitle, this.dropMore), this.pick, this.chooser);
    this.root.append(this.draw);
    this.pick.addEventListener("click", () => this.chooser.click());
    this.proofPick.addEventListener("click", () => this.proofChooser.click());
    this.chooser.addEventListener("change", () => void this.take(this.chooser));
    this.proofChooser.addEventListener("change", () => void this.takeProof());
    this.again.addEventListener("click", () => void this.check());
    this.proofAsk.addEventListener("click", () => void this.prove());
    for (const box of [this.seal, this.saw]) box.addEventListener("change", () => void this.check());
    for (const name of ["dragenter", "dragover"]) {
      this.drop.addEventListener(name, (event) => {
        event.preventDefault();
        this.drop.classList.add("over");
      });
    }
    this.drop.addEventListener("dragleave", () => this.drop.classList.remove("over"));
    this.drop.addEventListener("drop", (event) => {
      event.preventDefault();
      // A page that guards itself against dropped files need not know of this one.
      event.stopPropagation();
      this.drop.classList.remove("over");
      void this.read(event.dataTransfer?.files).then((files) => this.addFiles(files));
    });
  }

  connectedCallback(): void {
    this.watching ??= new MutationObserver(() => this.speak());
    this.watching.observe(document.documentElement, { subtree: true, attributes: true, attributeFilter: ["lang"] });
    this.seal.value ||= this.getAttribute("seal") ?? "";
    this.saw.value ||= this.getAttribute("saw") ?? "";
    this.speak();
    void this.fetchSource();
  }

  disconnectedCallback(): void {
    this.watching?.disconnect();
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    if (name === "seal" || name === "saw") this[name].value = value ?? "";
    if (!this.isConnected) return;
    if (name === "src") void this.fetchSource();
    else if (name === "seal" || name === "saw") void this.check();
    else this.speak();
  }

  /** The last verdict, as the event carried it. */
  get value(): DrawVerdict | null {
    return this.verdict;
  }

  /** Takes files as if they had been dropped, and checks what can be checked. */
  addFiles(files: readonly GivenFile[]): Promise<void> {
    if (files.length === 0) return Promise.resolve();
    const proofs = files.filter((file) => roleOf(file) === "proof");
    this.given = gather(this.given, files.filter((file) => !proofs.includes(file)));
    this.showFiles();
    const proof = proofs.at(-1);
    if (proof) this.proofText.value = new TextDecoder().decode(proof.bytes);
    return this.check().then(() => (proof ? this.prove() : undefined));
  }

  private get words(): DrawWords {
    return drawWords[this.spoken];
  }

  private get spoken(): ReturnType<typeof drawLang> {
    const host = (this.getRootNode() as ShadowRoot).host;
    const tag = this.closest("[lang]")?.getAttribute("lang") ?? host?.closest("[lang]")?.getAttribute("lang");
    return drawLang(tag ?? globalThis.navigator?.language);
  }

  private get level(): number {
    const level = Number(this.getAttribute("heading-level") ?? 2);
    return Number.isInteger(level) && level >= 1 && level <= 5 ? level : 2;
  }

  /** Everything that is said, in the language of the page. */
  private speak(): void {
    const { words, level } = this;
    set(this.draw, "lang", this.spoken);
    say(this.dropTitle, words.drop);
    say(this.dropMore, words["drop.more"]);
    say(this.pick, words.pick);
    say(this.private_, words.private);
    say(this.sealField.label, words.seal);
    say(this.sealField.hint, words["seal.hint"]);
    say(this.sawField.label, words.saw);
    say(this.sawField.hint, words["saw.hint"]);
    say(this.again, words.check);
    say(this.proofField.label, words["prove.text"]);
    say(this.proofField.hint, words["prove.hint"]);
    say(this.proofPick, words["prove.pick"]);
    say(this.proofAsk, words["prove.ask"]);
    const heading = (at: number, text: string): HTMLElement => make(`h${at}` as "h2", { class: at === level ? "heading" : "sub", part: "heading" }, text);
    const prove = make("div", { class: "box prove", part: "prove" }, heading(level + 1, words.prove), this.proofPick, this.proofChooser, this.proofField.box, this.proofAsk, this.proofStatus, this.proofResult);
    const known = make("div", { class: "box", part: "known" }, heading(level + 1, words.known), this.sealField.box, this.sawField.box, this.again);
    const active = this.root.activeElement as HTMLElement | null;
    this.draw.replaceChildren(heading(level, this.getAttribute("label") ?? words.title), this.drop, this.fileRows, known, this.private_, this.status, this.result, prove);
    active?.focus();
    this.showFiles();
    // Sentences come from the verifier in one language: a switch asks for them anew.
    const switched = this.said !== this.spoken;
    this.said = this.spoken;
    if (switched && this.asked > 0) void this.check().then(() => (this.proof ? this.prove() : undefined));
  }

  private showFiles(): void {
    const rows = this.given.map((file) => {
      const remove = make("button", { type: "button", class: "tool", part: "button" }, put(this.words.remove, file.name));
      remove.addEventListener("click", () => {
        this.given = this.given.filter((other) => other !== file);
        this.showFiles();
        this.pick.focus();
        void this.check();
      });
      return make("li", { class: "file" }, make("span", {}, make("strong", {}, file.name), `: ${this.words[`file.${file.role}`]}`), remove);
    });
    place(this.fileRows, []);
    this.fileRows.append(...rows);
    this.fileRows.hidden = rows.length === 0;
  }

  private async read(list: FileList | null | undefined): Promise<GivenFile[]> {
    return Promise.all([...(list ?? [])].map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
  }

  private async take(chooser: HTMLInputElement): Promise<void> {
    const files = await this.read(chooser.files);
    // The same file may be chosen again after it was mended.
    chooser.value = "";
    await this.addFiles(files);
  }

  private async takeProof(): Promise<void> {
    const [file] = await this.read(this.proofChooser.files);
    this.proofChooser.value = "";
    if (!file) return;
    this.proofText.value = new TextDecoder().decode(file.bytes);
    await this.prove();
  }

  private async fetchSource(): Promise<void> {
    const source = this.getAttribute("src");
    if (!source) return;
    try {
      const response = await fetch(new URL(source, document.baseURI));
      if (!response.ok) throw new Error(String(response.status));
      const bytes = new Uint8Array(await response.arrayBuffer());
      this.given = this.given.filter(({ role }) => role !== "transcript");
      await this.addFiles([{ name: source.split("/").at(-1) ?? source, bytes }]);
    } catch (error) {
      this.tell(put(this.words["error.src"], String(error instanceof Error ? error.message : error)));
    }
  }

  private one(role: Role): Uint8Array | undefined {
    return this.given.find((file) => file.role === role)?.bytes;
  }

  /** The trust that the fields hold; says what is no seal and leaves it out. */
  private trust(): Pick<DrawRequest, "seal" | "saw"> {
    const [seal, saw] = [plain(this.seal.value), plain(this.saw.value)];
    const sealOk = seal === "" || HASH.test(seal);
    const sawOk = saw === "" || HASH.test(saw) || /^\d+$/u.test(saw);
    this.complain(this.seal, this.sealField.error, sealOk ? "" : this.words["wrong.hex"]);
    this.complain(this.saw, this.sawField.error, sawOk ? "" : this.words["wrong.saw"]);
    return { ...(seal && sealOk && { seal }), ...(saw && sawOk && { saw }) };
  }

  private complain(control: HTMLElement, error: HTMLElement, text: string): void {
    set(control, "aria-invalid", text ? "true" : null);
    say(error, text);
    error.hidden = text === "";
  }

  /** Checks what was dropped; of two checks under way only the later one is shown. */
  private async check(): Promise<void> {
    const trust = this.trust();
    const transcript = this.one("transcript");
    if (!transcript) {
      this.verdict = null;
      this.result.replaceChildren();
      return this.tell("");
    }
    const turn = ++this.asked;
    this.tell(this.words.working, true);
    const request: DrawRequest = { transcript, lang: this.spoken, previous: this.given.filter(({ role }) => role === "previous").map(({ bytes }) => bytes), ...trust };
    const [panels, pool, policy] = [this.one("panels"), this.one("pool"), this.one("policy")];
    if (panels) request.panels = panels;
    if (pool) request.pool = pool;
    if (policy) request.policy = policy;
    const [key, drawId] = [this.getAttribute("key"), this.getAttribute("draw-id")];
    if (key) request.key = key;
    if (drawId) request.drawId = drawId;
    const verdict = await this.asking(request);
    if (turn !== this.asked || !verdict) return;
    this.verdict = verdict;
    this.result.replaceChildren(...showVerdict(verdict, this.words, this.level + 1));
    const { PASS, UNPROVEN, FAIL } = counts(verdict);
    this.tell(put(this.words.done, verdict.headline, PASS, UNPROVEN, FAIL));
    this.dispatchEvent(new CustomEvent("isonomia-verdict", { bubbles: true, composed: true, detail: verdict }));
  }

  private async asking(request: DrawRequest): Promise<DrawVerdict | undefined> {
    try {
      return await this.engine().verify(request);
    } catch (thrown) {
      const error = IsonomiaError.of(thrown);
      if (error.code === "request-policy") {
        const { policy: _, ...rest } = request;
        const verdict = await this.asking(rest);
        if (verdict) verdict.facts.unshift({ code: "error.policy", sentence: this.words["error.policy"] });
        return verdict;
      }
      this.result.replaceChildren();
      this.tell(put(this.words["error.load"], error.message));
      return undefined;
    }
  }

  private async prove(): Promise<void> {
    const transcript = this.one("transcript") ?? this.one("previous");
    const text = this.proofText.value.trim();
    const fault = !transcript ? this.words["prove.first"] : text === "" ? this.words["prove.malformed"] : "";
    this.complain(this.proofText, this.proofField.error, fault);
    this.proofResult.replaceChildren();
    say(this.proofStatus, "");
    if (!transcript || fault) return;
    try {
      const panels = this.one("panels");
      this.proof = await this.engine().prove({ proof: text, transcript, lang: this.spoken, ...(panels && { panels }) });
      this.proofResult.replaceChildren(...showProof(this.proof, this.words));
      say(this.proofStatus, [this.words[`prove.${this.proof.finding}`], ...this.proof.facts.map((fact) => fact.sentence)].join(" "));
      this.dispatchEvent(new CustomEvent("isonomia-proof", { bubbles: true, composed: true, detail: this.proof }));
    } catch (thrown) {
      const { code, message } = IsonomiaError.of(thrown);
      const known: Record<string, string> = { "proof-malformed": this.words["prove.malformed"], "panels-malformed": this.words["error.panels"], "transcript-malformed": this.words["prove.first"] };
      this.complain(this.proofText, this.proofField.error, known[code] ?? message);
    }
  }

  private tell(text: string, busy = false): void {
    this.status.classList.toggle("busy", busy);
    say(this.status, text);
  }

  private engine(): Verifier {
    if (!start) throw new IsonomiaError({ code: "load", message: "import \"isonomia/elements/draw\"" });
    return (verifier ??= start());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "isonomia-draw": IsonomiaDraw;
  }
}
