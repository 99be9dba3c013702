/** Which of several dropped files is what: a visitor should not have to say. */
import type { CountRequest } from "isonomia/worker";
import type { Given } from "./drop.js";

const isElection = ({ bytes }: Given): boolean => new TextDecoder().decode(bytes.subarray(0, 4096)).includes("isonomia/election/");

/** Beside an election file stand its ballots. (Categories of a pool the engine knows by itself.) */
export function asRequest(files: readonly Given[]): Pick<CountRequest, "files" | "ballots"> {
  const election = files.find(isElection);
  const ballots = election && files.find((file) => file !== election);
  return { files: files.filter((file) => file !== ballots), ...(ballots && { ballots }) };
}
