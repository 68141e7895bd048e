import { closeWord, durationText, parseDurationMs, Refusal, type RefusalFault } from "#kernel";
import { CHANNEL_KINDS, type ChannelKind } from "../model/channel-kind.ts";
import { AFTER_MS_MAX, type Rule, RULES_MAX, type Rules } from "../model/rule.ts";

/** The rules of a person as a text says them: "push", "voice after 3m". */
export interface WrittenRules {
  readonly page?: readonly string[] | undefined;
  readonly ticket?: readonly string[] | undefined;
}

const ENTRY = /^([a-z-]+)(?: +after +(.+))?$/;

/** Reads them, or refuses with all faults at once, each with its place and what may be written there. */
export function readRules(written: WrittenRules): Rules {
  const faults: RefusalFault[] = [];
  const read = (urgency: "page" | "ticket"): readonly Rule[] => {
    const entries = written[urgency] ?? [];
    if (entries.length > RULES_MAX) {
      faults.push({ pointer: `/${urgency}`, detail: `has ${entries.length} rules; at most ${RULES_MAX} are kept` });
    }
    return entries.flatMap((entry, index) => {
      const rule = readRule(entry);
      if (typeof rule !== "string") return [rule];
      faults.push({ pointer: `/${urgency}/${index}`, detail: rule });
      return [];
    });
  };
  const rules = { page: read("page"), ticket: read("ticket") };
  if (faults.length === 0) return rules;
  throw new Refusal(
    "invalid",
    "rule.malformed",
    `The rules by which a person is told are not as they must be: ${faults.map(({ detail }) => detail).join("; ")}.`,
    { faults },
  );
}

/** A rule as a text says it; of one that names a single method there is no such text, as its id says nothing elsewhere. */
export function ruleText({ way, afterMs }: Rule): string | undefined {
  if (!isKind(way)) return undefined;
  return afterMs === 0 ? way : `${way} after ${durationText(afterMs).replace(" min", "m").replace(" ", "")}`;
}

/** The rule, or what is wrong with it. */
function readRule(entry: string): Rule | string {
  const [, kind = "", after] = ENTRY.exec(entry.trim()) ?? [];
  if (!isKind(kind)) {
    const meant = closeWord(kind, CHANNEL_KINDS);
    const hint = meant === undefined ? `one of ${CHANNEL_KINDS.join(", ")}` : `did you mean ${meant}?`;
    return `"${entry}" names no way: write ${meant === undefined ? hint : `such as push or voice after 3m; ${hint}`}`;
  }
  if (after === undefined) return { way: kind, afterMs: 0 };
  const afterMs = durationOf(after);
  if (afterMs === undefined) return `"${after}" in "${entry}" is no time: write such as ${kind} after 3m`;
  if (afterMs > AFTER_MS_MAX) return `"${entry}" waits longer than an hour: leave it out, or wait less`;
  return { way: kind, afterMs };
}

function durationOf(text: string): number | undefined {
  try {
    return parseDurationMs(text);
  } catch {
    return undefined;
  }
}

function isKind(word: string): word is ChannelKind {
  return (CHANNEL_KINDS as readonly string[]).includes(word);
}
