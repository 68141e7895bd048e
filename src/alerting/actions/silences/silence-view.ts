import type { z } from "zod";
import { wireValue } from "#kernel";
import type { silenceSchema } from "../../contract/silences/contract.ts";
import { type Labelled, labelsOf } from "../../model/labels-of.ts";
import { allMatch } from "../../model/routing/matcher.ts";
import { askedText } from "../../model/routing/words.ts";
import { reminderAt, type Silence, silenceState } from "../../model/silences/silence.ts";

/** A silence as the world sees it; `firing`: the alerts that fire now. */
export function silenceView(silence: Silence, firing: readonly Labelled[], now: number): z.input<typeof silenceSchema> {
  const { id, matchers, author, reason, createdAt, startsAt, endsAt, endedBy, revision } = silence;
  const state = silenceState(silence, now);
  const reminder = state === "ended" ? null : reminderAt(silence);
  return wireValue({
    id,
    matchers: matchers.map(({ label, operator, values }) => ({ label, operator, value: values[0] ?? "" })),
    text: askedText(matchers),
    author,
    reason,
    createdAt,
    startsAt,
    endsAt,
    endedBy,
    state,
    reminderAt: reminder,
    isReminderDue: reminder !== null && now >= reminder,
    hides: state === "ended" ? 0 : firing.filter((alert) => allMatch(matchers, labelsOf(alert))).length,
    revision,
  }) as z.input<typeof silenceSchema>;
}
