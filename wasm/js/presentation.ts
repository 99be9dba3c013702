// The answer of the verb `present`, taken apart.

import type { Presentation, Report } from "./types.js";

/** The report crosses as text, since only its exact bytes can be hashed and audited. */
export function readPresentation(text: string): Presentation {
  const { report, ...said } = JSON.parse(text) as Omit<Presentation, "report" | "reportText"> & { report: string };
  return { ...said, report: JSON.parse(report) as Report, reportText: report };
}
