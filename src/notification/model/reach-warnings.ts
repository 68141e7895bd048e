import { DAY_MS } from "#kernel";
import type { ChannelKind } from "./channel-kind.ts";
import type { Rules } from "./rule.ts";

/** How long a proof holds. */
const PROOF_DAYS = 30;

/** A method as far as its owner has to be warned of it. */
export interface WarnedMethod {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly standing: "good" | "poor" | "none";
  readonly isVerified: boolean;
  readonly breaksThrough: boolean;
  readonly provenAt: number | null;
  readonly failure: string | null;
}

/** What a person should know of how they are reached, the worst first. */
export interface ReachWarning {
  readonly code: "no-method" | "failing" | "not-loud" | "not-verified" | "not-proven" | "idle-rule" | "late-first";
  readonly text: string;
}

/** What is wrong with somebody's ways and rules at `now`; empty: nothing. */
export function reachWarnings(methods: readonly WarnedMethod[], rules: Rules, now: number): readonly ReachWarning[] {
  const good = methods.filter(({ standing }) => standing === "good");
  return [
    ...ofAll(good, now),
    ...methods.flatMap(({ name, failure }): ReachWarning[] =>
      failure === null
        ? []
        : [{ code: "failing", text: `${name} refuses what is sent there: ${failure}. Change it, or try it again.` }],
    ),
    ...methods.flatMap(({ name, isVerified }): ReachWarning[] =>
      isVerified ? [] : [{ code: "not-verified", text: `${name} is not verified yet, so nothing is sent there.` }],
    ),
    ...ofRules(methods, rules),
  ];
}

function ofAll(good: readonly WarnedMethod[], now: number): ReachWarning[] {
  if (good.length === 0) {
    return [{ code: "no-method", text: "No page reaches you: there is no verified way to you. Add one." }];
  }
  const warnings: ReachWarning[] = [];
  if (!good.some(({ breaksThrough }) => breaksThrough)) {
    const text = "None of your ways rings a phone that is set to Do Not Disturb. Add a voice call or another loud one.";
    warnings.push({ code: "not-loud", text });
  }
  if (!good.some(({ provenAt }) => provenAt !== null && now - provenAt <= PROOF_DAYS * DAY_MS)) {
    const text = `You have not shown within ${PROOF_DAYS} days that something reaches you. Page yourself now.`;
    warnings.push({ code: "not-proven", text });
  }
  return warnings;
}

function ofRules(methods: readonly WarnedMethod[], rules: Rules): ReachWarning[] {
  const idle = [...rules.page, ...rules.ticket].filter(
    ({ way }) => !methods.some(({ id, kind, standing }) => standing !== "none" && (id === way || kind === way)),
  );
  const warnings = [...new Set(idle.map(({ way }) => way))].map((way): ReachWarning => ({
    code: "idle-rule",
    text: `A rule names ${way}, of which you have no verified way: it does nothing. Pages that no rule reaches go by all ways at once.`,
  }));
  const first = Math.min(...rules.page.map(({ afterMs }) => afterMs));
  if (rules.page.length > 0 && first > 0) {
    warnings.push({ code: "late-first", text: "None of your rules for pages tells you at once." });
  }
  return warnings;
}
