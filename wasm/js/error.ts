/** One thing that is wrong with an input: the same in Rust, in the command and here. */
export interface Problem {
  /** Stable dotted code, such as `pb.unknown-project`. */
  code: string;
  severity: "error" | "warning";
  /** A sentence for people, in the language asked for. */
  message: string;
  /** Name of the file, as given by the caller. */
  file?: string;
  /** Line, counted from 1. */
  line?: number;
  /** Column, counted from 1 in characters. */
  column?: number;
  /** Place inside a JSON input, such as `/contests/0/seats`. */
  path?: string;
  found?: string;
  expected?: string;
  hint?: string;
}

/** Every error this package throws. */
export class IsonomiaError extends Error {
  /**
   * Stable code. The package itself adds `not-ready` (call `await ready()` first), `load`
   * (the engine could not be loaded), `aborted` (the caller's signal) and `internal`
   * (a defect of the engine; it has been restarted and can be used again).
   */
  readonly code: string;
  readonly file: string | undefined;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly path: string | undefined;
  readonly hint: string | undefined;
  /** All problems found, the first of which is this error. */
  readonly problems: readonly Problem[];

  constructor(problem: Partial<Problem> & { code: string; message: string }, options?: { cause?: unknown; problems?: readonly Problem[] }) {
    super(problem.message, options?.cause === undefined ? undefined : { cause: options.cause });
    this.name = "IsonomiaError";
    this.code = problem.code;
    this.file = problem.file;
    this.line = problem.line;
    this.column = problem.column;
    this.path = problem.path;
    this.hint = problem.hint ?? problem.expected;
    this.problems = options?.problems ?? [{ severity: "error", ...problem }];
  }

  /** @internal Whatever was thrown, as an error of this package. */
  static of(thrown: unknown): IsonomiaError {
    if (thrown instanceof IsonomiaError) return thrown;
    return new IsonomiaError({ code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown) }, { cause: thrown });
  }

  /** @internal An error as the engine writes it: one problem, or `{problems: [...]}`. */
  static fromWire(text: string): IsonomiaError {
    let wire: unknown;
    try {
      wire = JSON.parse(text);
    } catch {
      return new IsonomiaError({ code: "internal", message: text });
    }
    const problems = ((wire as { problems?: Problem[] }).problems ?? [wire]) as Problem[];
    const first = problems.find((problem) => problem.severity !== "warning") ?? problems[0];
    if (first === undefined) return new IsonomiaError({ code: "internal", message: text });
    return new IsonomiaError(first, { problems });
  }
}
