import { cutText } from "#kernel";
import type { Outgoing } from "../channel.ts";
import { type Button, said } from "../text/said.ts";
import { slackText } from "./slack-text.ts";

/** Limits of Block Kit, in letters: of a header, of a section, of what stands on a button, of its address. */
const HEADER_MAX = 150;
const SECTION_MAX = 3_000;
const BUTTON_MAX = 75;
const URL_MAX = 3_000;

/** Before the name of an act in `action_id`; what a click comes back with. */
export const ACTION_PREFIX = "plimsoll:";

/** What a message is in Slack: `text` for its notifications, `blocks` for the window. */
export interface SlackContent {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/**
 * A message as Slack shows it. All words are `plain_text`: no markup, no mention and no link is made of them. With
 * `clicks`, acknowledge and resolve come back to us as a click of whoever clicked; without, they are links.
 */
export function slackContent(out: Outgoing, clicks: boolean): SlackContent {
  const { title, lines, buttons } = said(out);
  const section = (line: string) => ({ type: "section", text: plain(escapedWithin(line, SECTION_MAX)) });
  const elements = shownButtons(out, buttons, clicks).map((button) => element(button, { out, clicks }));
  return {
    text: slackText([title, ...lines.slice(0, 1)].join("\n")),
    blocks: [
      { type: "header", text: plain(escapedWithin(title, HEADER_MAX)) },
      ...lines.map(section),
      { type: "actions", elements },
    ],
  };
}

/** Where clicks come back, a channel of the house needs no link of a person's own to offer an acknowledgement. */
function shownButtons({ event }: Outgoing, buttons: readonly Button[], clicks: boolean): readonly Button[] {
  const asks = event === "page" || event === "update" || event === "asked";
  const offers = buttons.some(({ what }) => what !== "open");
  if (!clicks || !asks || offers) return buttons;
  return [{ what: "acknowledge", text: "Acknowledge", url: "" }, ...buttons];
}

function element(
  { what, text, url }: Button,
  { out, clicks }: { readonly out: Outgoing; readonly clicks: boolean },
): unknown {
  const button = { type: "button", text: plain(escapedWithin(text, BUTTON_MAX)), action_id: `${ACTION_PREFIX}${what}` };
  if (clicks && what !== "open") {
    return { ...button, value: out.subject, ...(what === "acknowledge" ? { style: "primary" } : {}) };
  }
  return { ...button, url: url.slice(0, URL_MAX) };
}

function plain(text: string) {
  return { type: "plain_text", text, emoji: false };
}

/** Cut before it is escaped, so that no escape is cut in two. */
function escapedWithin(text: string, max: number): string {
  for (let letters = Math.min(text.length, max); letters > 0; letters -= 1) {
    const escaped = slackText(cutText(text, letters));
    if (escaped.length <= max) return escaped;
  }
  return "…";
}
