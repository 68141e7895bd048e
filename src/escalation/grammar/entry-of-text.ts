import { parse } from "yaml";
import { readEscalation } from "./read-escalation.ts";

/** What a policy's entry says, as plain values. */
export type EscalationEntry = Readonly<Record<string, unknown>>;

/** Reads the text of an entry, YAML or JSON, and gives its values. Refuses as `readEscalation` does. */
export function entryOfText(text: string, fileName: string, zone: string): EscalationEntry {
  readEscalation(text, fileName, zone);
  return parse(text) as EscalationEntry;
}
