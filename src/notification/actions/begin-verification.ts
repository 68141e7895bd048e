import { createHash } from "node:crypto";
import { DAY_MS, MINUTE_MS, Refusal } from "#kernel";
import type { Tx } from "#storage";
import type { Method } from "../model/method.ts";
import { verifyMessage } from "../model/verify-message.ts";
import { listMessages } from "../store/messages.ts";
import { findVerification, storeVerification } from "../store/methods.ts";
import type { NotificationParts } from "./notification-parts.ts";
import { orderMessage } from "./order-message.ts";

const LINK_LASTS_MS = DAY_MS;
const CODE_LASTS_MS = 15 * MINUTE_MS;
const CODE_DIGITS = 6;
const TOKEN_BYTES = 24;
/** Between two messages to one address. */
const PAUSE_MS = MINUTE_MS;
/** For one person within a day: nobody pays for the text messages of others. */
const PER_DAY_MAX = 20;

/** Sends what verifies a method; what was sent before proves nothing any more. */
export async function beginVerification(
  tx: Tx,
  { method, handle }: { readonly method: Method; readonly handle: string },
  parts: NotificationParts,
): Promise<void> {
  const { clock, channels, base, nextId } = parts;
  const now = clock.now();
  const to = { kind: "person", name: handle } as const;
  await refuseTooMany(tx, { method, to }, now);
  const kind = channels.get(method.kind)?.proves ?? "code";
  const { proof, secret, lastsMs } = newProof(kind, method, parts);
  await storeVerification(tx, method.id, { sha256: proofHash(secret), until: now + lastsMs, wrong: 0, sentAt: now });
  await orderMessage(
    tx,
    {
      subject: `verify ${method.id}`,
      key: nextId("vrf"),
      to,
      event: "verify",
      urgency: "ticket",
      message: verifyMessage({ base, at: now, proof }),
      address: method,
      dueAt: now,
      because: null,
    },
    parts,
  );
}

/** The hash of what proves: a token alone, a code with its method in front, as there are only a million codes. */
export function proofHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** What stands for a code of a method. */
export function codeSecret(methodId: string, code: string): string {
  return `${methodId} ${code}`;
}

function newProof(
  kind: "link" | "code" | "test",
  method: Method,
  { base, entropy }: NotificationParts,
): { proof: Parameters<typeof verifyMessage>[0]["proof"]; secret: string; lastsMs: number } {
  if (kind === "code") {
    const drawn = Buffer.from(entropy(6)).readUIntBE(0, 6) % 10 ** CODE_DIGITS;
    const code = String(drawn).padStart(CODE_DIGITS, "0");
    return { proof: { kind, code }, secret: codeSecret(method.id, code), lastsMs: CODE_LASTS_MS };
  }
  const token = Buffer.from(entropy(TOKEN_BYTES)).toString("base64url");
  if (kind === "test") return { proof: { kind }, secret: token, lastsMs: LINK_LASTS_MS };
  return { proof: { kind, url: `${base}/verify-method#${token}` }, secret: token, lastsMs: LINK_LASTS_MS };
}

async function refuseTooMany(
  tx: Tx,
  { method, to }: { readonly method: Method; readonly to: { readonly kind: "person"; readonly name: string } },
  now: number,
): Promise<void> {
  const last = await findVerification(tx, "method_id", method.id);
  if (last !== undefined && now < last.sentAt + PAUSE_MS) {
    throw new Refusal(
      "limit",
      "method.too-soon",
      "Something was sent there less than a minute ago, so nothing was sent now. Wait a minute.",
      { retryAfterSeconds: Math.ceil((last.sentAt + PAUSE_MS - now) / 1_000) },
    );
  }
  const recent = await listMessages(tx, { to }, { limit: 200, after: undefined });
  const verifying = recent.filter(({ event, createdAt }) => event === "verify" && createdAt > now - DAY_MS);
  if (verifying.length < PER_DAY_MAX) return;
  throw new Refusal(
    "limit",
    "method.too-many-verifications",
    `${PER_DAY_MAX} messages were sent today to verify your ways, so none was sent now. Try again tomorrow.`,
    { retryAfterSeconds: DAY_MS / 1_000 },
  );
}
