import type { OidcSettings } from "#identity";
import { z } from "zod";
import { followed, reference, refusedSetting } from "./reference.ts";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** The identity provider that signs people in. */
export const oidcSettings = z.strictObject({
  issuer: z.url({ protocol: /^https?$/ }).refine(isSafe, "must be https: only a provider on this machine may be http"),
  clientId: z.string().min(1).max(500),
  /** Never in the file itself; absent for a public client. */
  clientSecret: z
    .union(reference, { error: "must be {env: NAME} or {file: path}: it is never in this file" })
    .optional(),
  clientAuthentication: z.enum(["basic", "post"]).default("basic"),
  /** On the button: "Sign in with …". */
  label: z.string().trim().min(1).max(40),
});

/** Follows the reference to the secret; refuses one that leads nowhere, and never prints what it leads to. */
export function oidcSettingsOf(settings: z.infer<typeof oidcSettings> | undefined): OidcSettings | undefined {
  if (settings === undefined) return undefined;
  const { clientSecret: to, ...rest } = settings;
  const clientSecret = to === undefined ? undefined : followed(to, "oidc.clientSecret").trim();
  if (clientSecret === "") throw refusedSetting("oidc.clientSecret leads to an empty text");
  return { ...rest, clientSecret };
}

function isSafe(issuer: string): boolean {
  const url = URL.parse(issuer);
  return url?.protocol === "https:" || (url !== null && LOOPBACK.has(url.hostname));
}
