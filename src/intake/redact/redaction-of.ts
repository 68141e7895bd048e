import { createHmac } from "node:crypto";
import { z } from "zod";
import type { WideField } from "#records";
import { redactIp } from "../model/redact-ip.ts";
import { redactPath } from "../model/redact-path.ts";
import type { Redaction } from "../model/redaction.ts";

const CLIENT_HASH_DIGITS = 16;

/** `redact` in the server's configuration: what is done to personal texts before anything is written. */
export const redactionSchema = z.strictObject({
  ip: z
    .enum(["drop", "truncate", "keep"])
    .default("drop")
    .describe("Addresses: not kept, kept as their network (24 bits of IPv4, 48 of IPv6), or kept whole."),
  userAgent: z.enum(["drop", "keep"]).default("drop").describe("User agents: not kept, or kept."),
  path: z
    .enum(["drop", "redact", "keep"])
    .default("keep")
    .describe(
      "Paths (never with their query): not kept, kept without what looks like an id, an address or a token, or kept.",
    ),
  clients: z
    .enum(["keep", "hash"])
    .default("keep")
    .describe("Names of client applications: as they are, or only as a keyed hash, which nobody can turn back."),
});

/** Settings of `redact`, with what is not said filled in. */
export type RedactionSettings = z.infer<typeof redactionSchema>;

/**
 * What the settings do to a record. `secret` keys the hash of clients: with another secret the same client is another
 * name, so it must stay the same for as long as records are kept. The operation of a record that has only method and
 * path comes from `templateOf` or an OpenAPI document, never from a redacted path.
 */
export function redactionOf({ clients, ip, path, userAgent }: RedactionSettings, secret: string): Redaction {
  const kept: WideField[] = ["traceId", "requestId"];
  if (path !== "drop") kept.push("path");
  if (ip !== "drop") kept.push("ip");
  if (userAgent !== "drop") kept.push("userAgent");
  return {
    kept,
    changes: {
      ...(path === "redact" ? { path: redactPath } : {}),
      ...(ip === "truncate" ? { ip: redactIp } : {}),
    },
    client: clients === "hash" ? (name) => hashedClient(name, secret) : null,
  };
}

function hashedClient(name: string, secret: string): string {
  return `hash:${createHmac("sha256", secret).update(name).digest("hex").slice(0, CLIENT_HASH_DIGITS)}`;
}
