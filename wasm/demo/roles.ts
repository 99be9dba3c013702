/** Which of several dropped files is what: a visitor should not have to say. */
import type { CountRequest } from "isonomia/worker";
import type { Given } from "./drop.js";

/** How a file begins, as text; enough to know what it is. */
const head = ({ bytes }: Given): string => new TextDecoder().decode(bytes.subarray(0, 4096)).trimStart();

const isElection = (file: Given): boolean => head(file).includes("isonomia/election/");
const isCategories = (file: Given): boolean => /^\W*(feature|category)\W*[,;]/iu.test(head(file));

/** The files in their parts: beside an election stand its ballots, beside people their categories. */
export function asRequest(files: readonly Given[]): Pick<CountRequest, "files" | "ballots" | "categories"> {
  const categories = files.length > 1 ? files.find(isCategories) : undefined;
  const rest = files.filter((file) => file !== categories);
  const election = rest.find(isElection);
  const ballots = election && rest.find((file) => file !== election);
  return {
    files: rest.filter((file) => file !== ballots),
    ...(ballots && { ballots }),
    ...(categories && { categories }),
  };
}
