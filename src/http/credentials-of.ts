import type { FastifyRequest } from "fastify";
import type { Credentials } from "./call.ts";
import { sessionCookie, signInCookie } from "./session-cookie.ts";

/** What a request shows of who sent it. `secure`: whether browsers reach us by https. */
export function credentialsOf(request: FastifyRequest, secure: boolean): Credentials {
  return {
    bearer: bearerOf(request.headers.authorization),
    session: request.cookies[sessionCookie(secure).name],
    signIn: request.cookies[signInCookie(secure).name],
    csrf: textOf(request.headers["x-csrf-token"]),
  };
}

function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
