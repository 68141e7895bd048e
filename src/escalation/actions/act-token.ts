import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { DAY_MS } from "#kernel";

/** A link acts for so long. */
export const LINK_MS = 7 * DAY_MS;
const MAC_BYTES = 24;
const TOKEN_MAX = 600;
const PURPOSES = ["acknowledge", "resolve"] as const;

const shape = z.tuple([z.enum(PURPOSES), z.string(), z.string(), z.number().int()]);

/** What one link does: one act, on one page, for one person, until an instant (epoch ms). */
export interface ActLink {
  readonly purpose: (typeof PURPOSES)[number];
  readonly page: string;
  readonly person: string;
  readonly until: number;
}

/** The text of a link, signed with the secret of the data directory: nobody can make or change one without it. */
export function actToken({ purpose, page, person, until }: ActLink, secret: string): string {
  const body = Buffer.from(JSON.stringify([purpose, page, person, until])).toString("base64url");
  return `${body}.${macOf(body, secret).toString("base64url")}`;
}

/** What a link says; undefined for one that was not made here. An expired one is read too. */
export function readActToken(token: string, secret: string): ActLink | undefined {
  if (token.length > TOKEN_MAX) return undefined;
  const [body = "", mac = "", ...more] = token.split(".");
  const given = Buffer.from(mac, "base64url");
  const own = macOf(body, secret);
  if (more.length > 0 || given.length !== own.length || !timingSafeEqual(given, own)) return undefined;
  const [purpose, page, person, until] = shape.parse(JSON.parse(Buffer.from(body, "base64url").toString()));
  return { purpose, page, person, until };
}

function macOf(body: string, secret: string): Buffer {
  return createHmac("sha256", secret).update("act\0").update(body).digest().subarray(0, MAC_BYTES);
}
