import type { IncomingMessage, ServerResponse } from "node:http";
import type { Escalation } from "#escalation";
import { SECOND_MS } from "#kernel";
import type { Notifications } from "#notification";
import { answerText } from "../answer-text.ts";
import type { Handler } from "../listen.ts";
import { readLimitedBody } from "../signals/read-limited-body.ts";

/** Where Slack sends what was clicked: the Request URL of the app's interactivity. */
export const SLACK_PATH = "/hooks/slack";

const BODY_BYTES_MAX = 256 * 1_024;
const BODY_MS = 10 * SECOND_MS;

export interface SlackDoorParts {
  readonly notifications: Pick<Notifications, "takeSlackClick" | "answerSlack">;
  readonly escalation: Pick<Escalation, "actAs">;
  readonly isOpen: () => boolean;
  readonly report: (fault: unknown) => void;
}

/**
 * Clicks of buttons in Slack, signed by Slack. What is clicked is done before it is answered: Slack waits three seconds.
 * What became of it is told to whoever clicked, beside.
 */
export function slackDoor(parts: SlackDoorParts): Handler {
  return (request, response) => {
    answered(request, response, parts).catch((fault: unknown) => {
      parts.report(fault);
      answerText(response, 503, "This click could not be taken. Click again in a moment.\n");
    });
  };
}

async function answered(request: IncomingMessage, response: ServerResponse, parts: SlackDoorParts): Promise<void> {
  const { notifications, isOpen } = parts;
  if (!isOpen()) return answerText(response, 503, "The server starts or stops. Click again in a moment.\n");
  if (request.method !== "POST") return answerText(response, 405, "Slack sends clicks by POST.\n");
  const body = await readLimitedBody(request, { bytesMax: BODY_BYTES_MAX, ms: BODY_MS });
  if (typeof body === "string") return answerText(response, 413, "This is no click of Slack.\n");
  const click = await notifications.takeSlackClick({
    body: body.toString("utf8"),
    timestamp: headerOf(request, "x-slack-request-timestamp"),
    signature: headerOf(request, "x-slack-signature"),
  });
  if (click.kind === "unsigned") return answerText(response, 401, `Nothing was done: ${click.why}.\n`);
  if (click.kind === "other") return answerText(response, 200, "");
  const { answerTo } = click;
  const said = click.kind === "click" ? await acted(click, request, parts) : STRANGER;
  answerText(response, 200, "");
  if (answerTo !== null) await notifications.answerSlack(answerTo, said);
}

const STRANGER =
  "Nothing was changed: Plimsoll does not know who you are. Add Slack with your user id as a way to be reached, under How I am reached, and verify it.";

async function acted(
  { page, what, handle }: { readonly page: string; readonly what: "acknowledge" | "resolve"; readonly handle: string },
  request: IncomingMessage,
  { escalation }: SlackDoorParts,
): Promise<string> {
  return await escalation.actAs({ page, purpose: what, handle, address: request.socket.remoteAddress ?? "" });
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}
