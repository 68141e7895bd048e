import { createECDH, createHash, randomBytes } from "node:crypto";
import { DAY_MS, HOUR_MS, SECOND_MS } from "#kernel";
import type { Answer } from "#messaging";
import { z } from "zod";
import type { Channel, ChannelPorts, Outgoing } from "../channel.ts";
import { targetUrl } from "../text/target-url.ts";
import { judged } from "../text/judged.ts";
import { notSet } from "../text/not-set.ts";
import { encryptPush } from "./encrypt-push.ts";
import { pushText } from "./push-text.ts";
import { newVapidKeys, vapidHeader, type VapidKeys, vapidKeys } from "./vapid.ts";

const CURVE = "prime256v1";
const SALT_BYTES = 16;
/** How long a push service keeps what a sleeping browser did not fetch: a page is news for some hours. */
const PAGE_KEPT_MS = 4 * HOUR_MS;
const TICKET_KEPT_MS = DAY_MS;
/** Of a topic, in letters of base 64 for URLs (RFC 8030, 5.4). */
const TOPIC_MAX = 32;

const address = z.strictObject({
  endpoint: targetUrl.refine(isPushEndpoint, { message: "must be an https: address, as browsers give it" }),
  p256dh: z
    .string()
    .regex(/^B[\w-]{86}$/, "must be the browser's public key, 87 letters")
    .refine(isPoint, "is no public key: no point of its curve"),
  auth: z.string().regex(/^[\w-]{22}$/, "must be the browser's secret, 22 letters"),
});

/** A subscription of a browser. */
type PushAddress = z.infer<typeof address>;

/**
 * Web Push to a browser, or to the console installed as an app: shown although the console is closed, with a button that
 * acknowledges. What is sent can be read by that browser alone. A later message about a subject takes the place of an
 * earlier one that was not fetched yet.
 */
export const push: Channel = {
  kind: "push",
  title: "Push",
  address,
  shown: ({ endpoint }: PushAddress) => `a browser by ${URL.parse(endpoint)?.host ?? "push"}`,
  breaksThrough: false,
  proves: "test",
  for: ["person"],
  setting: {
    schema: vapidKeys,
    // Browsers subscribe to it.
    shown: ({ publicKey }: VapidKeys) => publicKey,
    made: newVapidKeys,
  },
  send: async (out: Outgoing, to: PushAddress, { post, now, house }: ChannelPorts): Promise<Answer> => {
    const keys = house.settingOf("push") as VapidKeys | undefined;
    if (keys === undefined) return notSet("no keys for push");
    const subject = house.publicUrl.startsWith("https:") ? house.publicUrl : "mailto:plimsoll@example.com";
    const headers = {
      authorization: vapidHeader(keys, { endpoint: to.endpoint, subject, now: now() }),
      "content-type": "application/octet-stream",
      "content-encoding": "aes128gcm",
      ttl: String((out.urgency === "page" ? PAGE_KEPT_MS : TICKET_KEPT_MS) / SECOND_MS),
      urgency: out.urgency === "page" ? "high" : "normal",
      topic: topicOf(out.subject),
    };
    return judged(await post({ url: to.endpoint, headers, body: encryptedFor(to, pushText(out)) }), now(), gone);
  },
};

function encryptedFor({ p256dh, auth }: PushAddress, text: string): Uint8Array {
  const receiver = { publicKey: Buffer.from(p256dh, "base64url"), auth: Buffer.from(auth, "base64url") };
  const pair = createECDH(CURVE);
  pair.generateKeys();
  const draw = { privateKey: pair.getPrivateKey(), salt: randomBytes(SALT_BYTES) };
  return encryptPush(Buffer.from(text), receiver, draw);
}

/** A subject where its letters are those of a topic, else a digest of it. */
function topicOf(subject: string): string {
  if (/^[\w-]{1,32}$/.test(subject)) return subject;
  return createHash("sha256").update(subject).digest("base64url").slice(0, TOPIC_MAX);
}

function gone(_body: string, status: number) {
  if (status !== 404 && status !== 410) return undefined;
  return {
    reason: `the browser has ended its subscription (${status}): switch push on again there, under How I am reached`,
  };
}

/** Without TLS only on the machine itself, as browsers allow it too. */
function isPushEndpoint(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === "https:" || url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
}

function isPoint(text: string): boolean {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  try {
    return pair.computeSecret(Buffer.from(text, "base64url")).length > 0;
  } catch {
    return false;
  }
}
