import { createHmac, timingSafeEqual } from "node:crypto";
import { MINUTE_MS, SECOND_MS } from "#kernel";
import { z } from "zod";
import { ACTION_PREFIX } from "./slack-content.ts";

/** A request of Slack is taken this long after it was signed: later it may be one that somebody kept. */
const WINDOW_MS = 5 * MINUTE_MS;

/** What somebody clicked in Slack. */
export interface SlackAction {
  readonly what: "acknowledge" | "resolve";
  /** The page, as the button said it. */
  readonly subject: string;
  /** The id of whoever clicked: the address of that person's method. */
  readonly user: string;
  /** Where an answer that only this person sees can be sent for half an hour; null when Slack gave none. */
  readonly answerTo: string | null;
}

/** What a request of Slack is: `unsigned` is nobody's business, `other` is a click that needs no answer of ours. */
export type ReadSlackAction =
  | { readonly kind: "action"; readonly action: SlackAction }
  | { readonly kind: "other" }
  | { readonly kind: "unsigned"; readonly why: string };

/** A request as it came: its body is signed byte for byte. */
export interface SlackRequest {
  readonly body: string;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
}

const payload = z.object({
  type: z.literal("block_actions"),
  user: z.object({ id: z.string().regex(/^[UW][A-Z0-9]{1,30}$/) }),
  response_url: z.string().max(500).optional(),
  actions: z
    .array(z.object({ action_id: z.string().max(255), value: z.string().max(2_000).optional() }))
    .min(1)
    .max(25),
});

/** Reads a click, if Slack signed it (https://docs.slack.dev/authentication/verifying-requests-from-slack) less than five minutes ago. */
export function readSlackAction(request: SlackRequest, signingSecret: string, now: number): ReadSlackAction {
  const why = signatureFault(request, signingSecret, now);
  if (why !== undefined) return { kind: "unsigned", why };
  const read = payload.safeParse(parsedPayload(request.body));
  const [clicked] = read.data?.actions ?? [];
  if (!read.success || clicked === undefined) return { kind: "other" };
  const what = clicked.action_id.slice(ACTION_PREFIX.length);
  const subject = clicked.value ?? "";
  const isOurs = clicked.action_id.startsWith(ACTION_PREFIX) && (what === "acknowledge" || what === "resolve");
  if (!isOurs || !/^[\w-]{1,100}$/.test(subject)) return { kind: "other" };
  return {
    kind: "action",
    action: { what, subject, user: read.data.user.id, answerTo: read.data.response_url ?? null },
  };
}

function signatureFault({ body, timestamp, signature }: SlackRequest, secret: string, now: number): string | undefined {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp) || signature === undefined) return "it is not signed";
  if (Math.abs(now - Number(timestamp) * SECOND_MS) > WINDOW_MS) return "it was signed more than five minutes ago";
  const expected = Buffer.from(`v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected)
    ? undefined
    : "its signature is another one";
}

function parsedPayload(body: string): unknown {
  try {
    return JSON.parse(new URLSearchParams(body).get("payload") ?? "");
  } catch {
    return undefined;
  }
}
