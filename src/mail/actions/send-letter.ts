import type { JobRun, JobVerdict } from "#jobs";
import type { Clock } from "#kernel";
import type { Seal, State } from "#storage";
import type { LetterContent } from "../model/letter.ts";
import type { LetterRow } from "../model/rows.ts";
import { findLetter, updateLetter } from "../store.ts";
import type { SendLetter } from "./smtp-sender.ts";

/** The queue of jobs that sends letters. */
export const LETTER_QUEUE = "letter";

/** What sending needs. */
export interface SendLetterPorts {
  readonly state: Pick<State, "read">;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly send: SendLetter;
}

/**
 * One attempt to hand a letter over. A letter may arrive twice when the process dies between the server's yes and our
 * note of it; it never gets lost. What it says is removed as soon as it is settled.
 */
export function sendLetter({ state, clock, seal, send }: SendLetterPorts): JobRun {
  return async ({ payload }) => {
    const { letter: id } = payload as { readonly letter: string };
    const letter = await findLetter(state.read, id);
    if (letter?.state !== "due") return { kind: "done" };
    const now = clock.now();
    if (now >= letter.until) return settled(letter, { state: "expired", error: letter.last_error, now });
    const sealed = seal.open(letter.sealed, id);
    if (sealed === undefined) return settled(letter, { state: "refused", error: UNREADABLE, now });
    const content = JSON.parse(sealed) as LetterContent;
    const answer = await send({ id, to: letter.to_address, subject: letter.subject, ...content });
    const attempted = { ...letter, attempts: letter.attempts + 1 };
    if (answer.kind === "sent") return settled(attempted, { state: "sent", error: null, now: clock.now() });
    if (answer.kind === "refused") {
      return settled(attempted, { state: "refused", error: answer.reason, now: clock.now() });
    }
    return again(attempted, answer.reason);
  };
}

const UNREADABLE = "what it says cannot be read any more: the key that sealed it is not the one in the data directory";

/** To be tried again. */
function again({ id, attempts }: LetterRow, reason: string): JobVerdict {
  return {
    kind: "again",
    notBefore: null,
    record: (tx, dueAt) => updateLetter(tx, id, { attempts, last_error: reason, next_attempt_at: dueAt }),
  };
}

function settled(
  { id, attempts }: LetterRow,
  { state, error, now }: { state: LetterRow["state"]; error: string | null; now: number },
): JobVerdict {
  const settles = { state, attempts, last_error: error, sealed: "", next_attempt_at: null, settled_at: now };
  return { kind: "done", record: (tx) => updateLetter(tx, id, settles) };
}
