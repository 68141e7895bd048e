import { Refusal } from "#kernel";

/** The refusal of a backup that is not whole; `why` goes on from "because". */
export function damaged(why: string): Refusal {
  return new Refusal("invalid", "restore.damaged", `The backup was not restored, because ${why}. Take an earlier one.`);
}
