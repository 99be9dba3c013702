/** Which of several dropped files is what: a visitor should not have to say. */
import type { CountRequest } from "isonomia/worker";
import type { Given } from "./drop.js";

const start = ({ bytes }: Given): string => new TextDecoder().decode(bytes.subarray(0, 4096));
const isElection = (file: Given): boolean => start(file).includes("isonomia/election/");

/** Beside an election file stand its ballots. (Categories of a pool the engine knows by itself.) */
export function asRequest(files: readonly Given[]): Pick<CountRequest, "files" | "ballots"> {
  const election = files.find(isElection);
  const ballots = election && files.find((file) => file !== election);
  return { files: files.filter((file) => file !== ballots), ...(ballots && { ballots }) };
}

/** What a table about a panel says, by the head of its columns. */
export function roleOf(file: Given): "people" | "categories" | "census" {
  const [head = ""] = start(file).split(/\r?\n/u, 1);
  const columns = head.split(/[,;\t]/u).map((cell) => cell.replace(/["\uFEFF]/gu, "").trim().toLowerCase());
  if (columns.includes("min") && columns.includes("max")) return "categories";
  return ["feature", "category"].includes(columns[0] ?? "") ? "census" : "people";
}
