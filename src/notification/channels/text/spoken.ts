import { cutText } from "#kernel";
import type { Outgoing } from "../channel.ts";
import { oneLine } from "./one-line.ts";
import { type Button, buttonsOf, titleOf } from "./said.ts";

/** How a way writes things. What it is given may be a stranger's text: what comes out must be no markup, mention or link. */
export interface Dress {
  readonly title: (text: string) => string;
  readonly line: (text: string) => string;
  readonly button: (button: Button) => string;
  /** Stands where something was cut off; "…" where the way can write it at its usual price. */
  readonly mark: string;
}

/** How a message is to be written, and the room for it. */
export interface Room {
  readonly dress: Dress;
  /** At most this, measured by `size`. */
  readonly max: number;
  /** In UTF-16 units unless said otherwise: never less than what a provider counts. */
  readonly size?: (text: string) => number;
}

/** Of one sentence, in letters. */
const LINE_MAX = 500;
const SHORTER = 0.8;

/**
 * A message as one text. Where there is not room for everything, whole sentences are left out from the end, and it says
 * how many; then the title is shortened; then the acts are left out; the link goes last. What is a link is never cut.
 */
export function spoken(out: Outgoing, { dress, max, size = (text) => text.length }: Room): string {
  for (const text of shorterAndShorter(out, dress)) if (size(text) <= max) return text;
  return "";
}

function* shorterAndShorter(out: Outgoing, dress: Dress): Generator<string> {
  const buttons = buttonsOf(out);
  const title = titleOf(out);
  const lines = out.message.sentences.map((each) => cutText(oneLine(each), LINE_MAX, dress.mark));
  for (let kept = lines.length; kept >= 0; kept -= 1) {
    const more = kept === lines.length ? [] : [`${dress.mark} and ${lines.length - kept} more`];
    yield written(title, [...lines.slice(0, kept), ...more], { buttons, dress });
  }
  const open = buttons.slice(-1);
  for (const shown of [buttons, open, []]) {
    for (let letters = title.length; letters > 0; letters = Math.floor(letters * SHORTER)) {
      yield written(cutText(title, letters, dress.mark), [], { buttons: shown, dress });
    }
  }
}

function written(
  title: string,
  lines: readonly string[],
  { buttons, dress }: { readonly buttons: readonly Button[]; readonly dress: Dress },
): string {
  return [dress.title(title), ...lines.map(dress.line), ...buttons.map(dress.button)].join("\n");
}
