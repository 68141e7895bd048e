import { cutText } from "#kernel";
import type { Outgoing } from "../channel.ts";
import { oneLine } from "./one-line.ts";

/** What a notification says, as lines without any markup. */
export interface Said {
  readonly title: string;
  /** The last one says how many were left out, where some were. */
  readonly lines: readonly string[];
  /** What can be done, each a click; the link to all of it is the last one. */
  readonly buttons: readonly Button[];
}

/** A click. */
export interface Button {
  readonly what: "acknowledge" | "resolve" | "open";
  readonly text: string;
  readonly url: string;
}

/** Of whatever a stranger may have written into it, in letters. */
const TITLE_MAX = 250;
const LINE_MAX = 500;
const LINES_MAX = 5;

/** The parts of a message for ways that have parts themselves: at most five sentences of at most 500 letters. */
export function said(out: Outgoing): Said {
  const { sentences } = out.message;
  const left = sentences.length - LINES_MAX;
  const lines = sentences.slice(0, LINES_MAX).map((each) => cutText(oneLine(each), LINE_MAX));
  return {
    title: titleOf(out),
    lines: left > 0 ? [...lines, `… and ${left} more`] : lines,
    buttons: buttonsOf(out),
  };
}

/** The title in one line; a message that may have arrived before says so. */
export function titleOf({ message, mayBeRepeat }: Outgoing): string {
  return cutText(`${mayBeRepeat ? "(May be a repeat) " : ""}${oneLine(message.title)}`, TITLE_MAX);
}

/** The acts, then the link. */
export function buttonsOf({ message }: Outgoing): Button[] {
  const all = [...message.acts, { what: "open" as const, ...message.link }];
  return all.map(({ what, text, url }) => ({ what, text: oneLine(text), url }));
}
