import { answerOf, findTargetFault, newWebhookSecret, webhookMessage } from "#messaging";
import { z } from "zod";
import { isoText } from "#kernel";
import type { Channel } from "./channel.ts";

const given = z.strictObject({
  /** Left out, the server makes one. */
  secret: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/,
      "must be whsec_ and 24 to 64 bytes in base 64; leave it out to get one",
    )
    .optional(),
  url: z.string().superRefine((url, context) => {
    const fault = findTargetFault(url);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  }),
});

/** What is stored: with the secret that signs. */
interface Address {
  readonly url: string;
  readonly secret: string;
}

/** A signed POST of JSON, as Standard Webhooks says. */
export const webhook: Channel = {
  kind: "webhook",
  title: "Webhook",
  address: given,
  // A path or a query often is a secret itself.
  shown: ({ url }: Address) => `${new URL(url).origin}/…`,
  breaksThrough: false,
  proves: "test",
  for: ["person", "house"],
  secret: ({ url, secret: own }: z.output<typeof given>, entropy) => {
    const secret = own ?? newWebhookSecret(entropy);
    return { address: { url, secret }, secret };
  },
  send: async ({ id, subject, event, urgency, message, mayBeRepeat }, { url, secret }: Address, { post, now }) => {
    const { at, ...said } = message;
    const body = JSON.stringify({
      type: `notification.${event}`,
      timestamp: isoText(at),
      data: { id, subject, urgency, ...said, mayBeRepeat },
    });
    const reply = await post(webhookMessage({ url, secrets: [secret], id, body, at: now() }));
    return answerOf(reply, now());
  },
};
