import type { FastifyReply } from "fastify";
import type { Answer } from "./call.ts";

/** How the session travels: not readable by scripts, not sent along by foreign pages' posts. */
export interface SessionCookie {
  readonly name: string;
  /** Sets it, takes it away (null), or leaves it (undefined). */
  set(reply: FastifyReply, session: Answer["session"]): void;
}

/** With https the name begins with `__Host-`: then no other host and no plain http can plant one. */
export function sessionCookie(secure: boolean): SessionCookie {
  const name = secure ? "__Host-plimsoll" : "plimsoll";
  const attributes = { path: "/", httpOnly: true, sameSite: "lax", secure } as const;
  return {
    name,
    set: (reply, session) => {
      if (session === undefined) return;
      if (session === null) reply.clearCookie(name, attributes);
      else reply.setCookie(name, session.token, { ...attributes, maxAge: session.maxAgeSeconds });
    },
  };
}
