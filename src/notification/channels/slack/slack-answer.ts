import type { Answer, Reply } from "#messaging";
import { fieldOf, judged, type Verdict } from "../text/judged.ts";

/** Faults of Slack's own side, after which the message may be there all the same. */
const THEIRS: ReadonlySet<string> = new Set([
  "internal_error",
  "fatal_error",
  "service_unavailable",
  "request_timeout",
]);
const LATER: ReadonlySet<string> = new Set(["ratelimited", "rate_limited"]);

/** What to do about the faults that people meet. */
const REMEDIES: Readonly<Record<string, string>> = {
  channel_not_found: "no such channel or person, or the bot may not see it: invite the bot there, or check the id",
  not_in_channel: "the bot is not in that channel: invite it with /invite",
  is_archived: "that channel is archived: choose another",
  channel_is_archived: "that channel is archived: choose another",
  invalid_auth: "Slack does not know the bot's token: copy it again from the app's page, OAuth & Permissions",
  token_revoked: "the bot's token was revoked: install the app again, and copy its new token",
  account_inactive: "the bot was removed from the workspace: install the app again",
  missing_scope: "the bot may not write messages: give it the scope chat:write, and install it again",
  restricted_action: "the workspace lets this bot not write there: ask its administrators",
  no_service: "the webhook was switched off in Slack: make another one",
  no_team: "the workspace of this webhook is gone",
  invalid_token: "the webhook's address is not known to Slack: copy it again",
};

/** What Slack's answer means: of the API, 200 says nothing yet, `ok` and `error` in the body do. */
export function slackAnswer(reply: Reply, now: number): Answer {
  return judged(reply, now, (body, status) => {
    if (status === 200 && !/"ok"\s*:\s*false/.test(body)) return undefined;
    const error = fieldOf(body, "error") ?? (/^[a-z_]{3,60}$/.test(body) ? body : undefined);
    return error === undefined || status >= 500 || status === 429 ? undefined : verdictOf(error);
  });
}

function verdictOf(error: string): Verdict {
  const reason = `Slack answered ${error}${REMEDIES[error] === undefined ? "" : `: ${REMEDIES[error]}`}`;
  if (LATER.has(error)) return { reason, again: { afterMs: null, arrived: false } };
  return THEIRS.has(error) ? { reason, again: { afterMs: null, arrived: true } } : { reason };
}
