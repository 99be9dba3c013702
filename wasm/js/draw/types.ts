// What goes into the verifier of draws and what comes out.

/** A file: its bytes, or its text. */
export type DrawFile = Uint8Array | ArrayBuffer | ArrayBufferView | string;

/** What a check, or all of them, found. `UNPROVEN`: nothing is wrong, but something the proof needs is not there. */
export type Finding = "PASS" | "UNPROVEN" | "FAIL";

/** A language in which draws are told. */
export type DrawLang = "en" | "pl" | "uk" | "ro";

/** A transcript and what its reader trusts: trust comes from the reader, never from the file. */
export interface DrawRequest {
  /** The transcript (draw/v1), as its bytes wherever you have them. */
  transcript: DrawFile;
  /** The list of panels, where it is public or you audit it. */
  panels?: DrawFile;
  /** The records of the pool, where you audit it. */
  pool?: DrawFile;
  /** Earlier manifests of this draw, or their transcripts, in any order. */
  previous?: readonly DrawFile[];
  /** Logs, witnesses and auditors that you trust: a C2SP tlog-policy with `auditor` lines. */
  policy?: DrawFile;
  /** The seal that you were given before the draw: 64 hex digits. */
  seal?: string;
  /** What you noted before the beacon: the digits of the dice, or the reveals hash. */
  saw?: string;
  /** The organiser's key that you expect: 64 hex digits. */
  key?: string;
  /** The draw that you ask about. */
  drawId?: string;
  /** Language of the sentences; English where it is not spoken. */
  lang?: string;
}

/** One check of draw/v1, section 2.8. */
export interface DrawCheck {
  /** Its name in the table of checks, such as `reveals-witnessed` or `result:panel`. */
  name: string;
  finding: Finding;
  /** Why, as a stable code. */
  code: string;
  /** What is checked, in a few words. */
  title: string;
  /** Why it found what it found, in one sentence. */
  sentence: string;
}

/** Something worth saying that decides nothing. */
export interface DrawFact {
  code: string;
  sentence: string;
}

/** Tickets of a sealed draw, as `count` takes them under `lot`. */
export interface DrawLot {
  origin: "draw" | "rehearsal";
  seed: string;
  draw_id: string;
  label: string;
  /** The hash of the sealed manifest. */
  manifest: string;
  /** Who has a ticket. */
  ids: string[];
  /** SHA-256 of whatever the draw may decide on. */
  binds: string[];
}

export interface DrawVerdict {
  /** The worst finding. */
  verdict: Finding;
  /** The verdict in one sentence. */
  headline: string;
  /** All checks, in the order of the table. */
  checks: DrawCheck[];
  facts: DrawFact[];
  /** What no transcript shows, as sentences: said with every verdict. */
  unshown: string[];
  /** What the draw was for, and who was drawn, as the transcript says. */
  purpose: string;
  members: string[];
  /** Its ticket draws, for ties of a count; empty where a check failed. */
  lots: DrawLot[];
}

export interface ProveRequest {
  /** The proof that the organiser gave a person: the private file or the shareable one. */
  proof: DrawFile;
  /** The transcript; before the draw, the manifest. */
  transcript: DrawFile;
  /** The list of panels, which shows the chance. */
  panels?: DrawFile;
  lang?: string;
}

export interface DrawProof {
  /** `PASS`: the person is in the sealed pool. */
  finding: "PASS" | "FAIL";
  facts: DrawFact[];
  /** In how many panels of how many the person is; null where the list is not there. */
  chance: [count: number, panels: number] | null;
  /** Whether the person is on the panel drawn; null before the draw. */
  drawn: boolean | null;
}
