import { createHmac } from "node:crypto";
import { invariant, SECOND_MS } from "#kernel";
import type { TextMessage } from "./model/message.ts";

const PREFIX = "whsec_";
/** Bytes of a secret of ours. Standard Webhooks asks for 24 to 64. */
const SECRET_BYTES = 32;

/** What is to be told to a webhook. */
export interface WebhookNotice {
  readonly url: string;
  /** `whsec_…`, the newest first. Of several, each signs: a receiver may hold an old one while it is being changed. */
  readonly secrets: readonly string[];
  /** The same for each repeat of a message: receivers know a repeat by it. */
  readonly id: string;
  readonly body: string;
  /** When it is sent, epoch ms; receivers refuse what is more than a few minutes off. */
  readonly at: number;
}

/**
 * The request that delivers a notice, signed as Standard Webhooks says (https://www.standardwebhooks.com, 1.0):
 * `v1,` and the base 64 of HMAC-SHA256 over "id.timestamp.body", the timestamp in whole seconds.
 */
export function webhookMessage({ url, secrets, id, body, at }: WebhookNotice): TextMessage {
  invariant(!id.includes("."), "a webhook's id has no full stop: it would blur what is signed");
  const timestamp = String(Math.floor(at / SECOND_MS));
  const signed = `${id}.${timestamp}.${body}`;
  return {
    url,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": secrets.map((secret) => signature(secret, signed)).join(" "),
    },
    body,
  };
}

/** A secret from `entropy(n)`, which gives n bytes that nobody can guess. */
export function newWebhookSecret(entropy: (bytes: number) => Uint8Array): string {
  return `${PREFIX}${Buffer.from(entropy(SECRET_BYTES)).toString("base64")}`;
}

function signature(secret: string, text: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), "base64");
  invariant(secret.startsWith(PREFIX) && key.length > 0, "a webhook's secret begins with whsec_");
  return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
}
