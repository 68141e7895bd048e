import { closeWord, Refusal } from "#kernel";
import type { Target } from "../model/policy.ts";

const KINDS = ["schedule", "person", "team", "channel"] as const;
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** "schedule:primary", "person:ana", "team:orders", "channel:chat". */
export function targetOf(text: string): Target {
  const [kind = "", name = "", ...more] = text.split(":");
  const known = KINDS.find((each) => each === kind);
  if (known !== undefined && more.length === 0 && NAME.test(name)) return { kind: known, name };
  throw new Refusal("invalid", "escalation.target-malformed", `"${text}" ${whyNot(kind, name, known)}`);
}

function whyNot(kind: string, name: string, known: string | undefined): string {
  if (known !== undefined) return `names no ${known}: write ${known}: and a name of small letters, digits and hyphens.`;
  const near = name === "" ? undefined : closeWord(kind, KINDS);
  const meant = near === undefined ? "" : ` Did you mean ${near}:${name}?`;
  return `is not one to tell: write schedule:primary, person:ana, team:orders or channel:chat.${meant}`;
}
