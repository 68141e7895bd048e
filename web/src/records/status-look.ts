import type { RequestRow } from "../server/wire.ts";

const BAD = new Set(["serverError", "timeout", "noAnswer"]);

/** A status as it is shown: bad ones with a mark, so that colour is not all; 0 is no answer. */
export function statusLook({ status, class: its }: Pick<RequestRow, "status" | "class">): {
  text: string;
  colour: string;
} {
  const word = status === 0 ? "none" : String(status);
  if (BAD.has(its)) return { text: `■ ${word}`, colour: "font-semibold text-bad" };
  return its === "ok" ? { text: word, colour: "" } : { text: word, colour: "text-warn" };
}
