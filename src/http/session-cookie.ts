import type { FastifyReply } from "fastify";

/** A secret that a browser keeps for us, with the seconds that it may. */
export interface CookieValue {
  readonly token: string;
  readonly maxAgeSeconds: number;
}

/** How a secret travels in a browser: not readable by scripts, not sent along by foreign pages' posts. */
export interface Cookie {
  readonly name: string;
  /** Sets it, takes it away (null), or leaves it (undefined). */
  set(reply: FastifyReply, value: CookieValue | null | undefined): void;
}

/** Of a session. */
export function sessionCookie(secure: boolean): Cookie {
  return cookieOf("plimsoll", secure);
}

/** Of a sign-in that goes on elsewhere, at an identity provider, and comes back. */
export function signInCookie(secure: boolean): Cookie {
  return cookieOf("plimsoll-signin", secure);
}

/** With https the name begins with `__Host-`: then no other host and no plain http can plant one. */
function cookieOf(plain: string, secure: boolean): Cookie {
  const name = secure ? `__Host-${plain}` : plain;
  const attributes = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  return {
    name,
    set: (reply, value) => {
      if (value === undefined) return;
      if (value === null) reply.clearCookie(name, attributes);
      else reply.setCookie(name, value.token, { ...attributes, maxAge: value.maxAgeSeconds });
    },
  };
}
