import type { Outgoing } from "../channel.ts";
import { buttonsOf, titleOf } from "../text/said.ts";
import { type Dress, spoken } from "../text/spoken.ts";

/** Of what is encrypted, in bytes; a little less than push services take. */
const BYTES_MAX = 3_900;
/** Of what a notification shows: more is cut off by every system. */
const BODY_MAX = 600;

/** What the console's worker in the browser gets (`web/public/push-worker.js`). */
export interface PushText {
  readonly id: string;
  /** Notifications of one subject take each other's place. */
  readonly tag: string;
  readonly event: Outgoing["event"];
  readonly urgency: Outgoing["urgency"];
  readonly title: string;
  readonly body: string;
  readonly url: string;
  readonly acts: readonly { readonly what: string; readonly text: string; readonly url: string }[];
  /** Epoch ms. */
  readonly at: number;
}

const dress: Dress = { title: () => "", line: (text) => text, button: () => "", mark: "…" };

/** A notification as JSON that fits into one push: where its links are very long, what was to be read gives way. */
export function pushText(out: Outgoing): string {
  for (const max of [BODY_MAX, 200, 0]) {
    const text = JSON.stringify(textOf(out, max));
    if (Buffer.byteLength(text) <= BYTES_MAX) return text;
  }
  return JSON.stringify({ ...textOf(out, 0), acts: [] });
}

function textOf(out: Outgoing, max: number): PushText {
  const { id, subject, event, urgency, message } = out;
  return {
    id,
    tag: subject,
    event,
    urgency,
    title: titleOf(out),
    body: spoken(out, { dress, max }).trim(),
    url: message.link.url,
    acts: buttonsOf(out).filter(({ what }) => what !== "open"),
    at: message.at,
  };
}
