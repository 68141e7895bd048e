import type { Admitted, Denied, Verdict } from "../model/access.ts";

/** What a proxy is answered. */
export interface AuthAnswer {
  readonly status: number;
  /** Header lines, each with its end of line, in plain letters; without those that say where the answer ends. */
  readonly lines: string;
  readonly body: string;
}

/** The headers that tell the API who asks. All are always sent, also empty, so that none of a client's own gets through. */
export const IDENTITY_HEADERS = [
  "X-Plimsoll-Client",
  "X-Plimsoll-Client-Id",
  "X-Plimsoll-Organisation",
  "X-Plimsoll-Plan",
  "X-Plimsoll-Api",
  "X-Plimsoll-Version",
  "X-Plimsoll-Environment",
] as const;

/** A proxy that does not say which request it asks about is not set up as the manual says: its people must see that. */
export const UNSAID: AuthAnswer = {
  status: 500,
  lines: "Content-Type: text/plain; charset=utf-8\r\n",
  body: "Which request this is about was not said. Send X-Original-Method, -URI and -Host, or X-Forwarded-Method, -Uri and -Host: `plimsoll gateway config` writes it.\n",
};

/** It went wrong on our side, and nobody may pass. */
export const BROKEN: AuthAnswer = { status: 500, lines: "", body: "" };

const PLAIN = /^[ -~]*$/;

/** What a verdict is told as. `mapped`: nginx knows 401 and 403 only, so the true status stands in X-Plimsoll-Status. */
export function authAnswer(verdict: Verdict, mapped: boolean): AuthAnswer {
  if (!verdict.admitted) return refusal(verdict, mapped);
  const lines = `${identityLines(verdict)}X-Plimsoll-Status: 200\r\n${linesOf(verdict.headers)}`;
  return { status: 200, lines, body: "" };
}

function refusal(verdict: Denied, mapped: boolean): AuthAnswer {
  const { status, code, detail } = verdict;
  const body = JSON.stringify({ type: "about:blank", title: titleOf(status), status, detail, code });
  const problem = `X-Plimsoll-Status: ${status}\r\nX-Plimsoll-Problem: ${plainJson(body)}\r\nContent-Type: application/problem+json\r\n`;
  const identity = identityLines({ ...verdict, clientId: null, organisation: null });
  return {
    status: mapped && status !== 401 ? 403 : status,
    lines: identity + problem + linesOf(verdict.headers),
    body,
  };
}

type Identified = Pick<Verdict, "api" | "version" | "environment" | "client" | "plan"> &
  Pick<Admitted, "clientId" | "organisation">;

/** Names of APIs, plans and environments are plain already; those of clients, organisations and versions may be anything. */
function identityLines(of: Identified): string {
  const { client, clientId, organisation, plan, api, version, environment } = of;
  return `X-Plimsoll-Client: ${safe(client)}\r\nX-Plimsoll-Client-Id: ${clientId ?? ""}\r\nX-Plimsoll-Organisation: ${safe(organisation)}\r\nX-Plimsoll-Plan: ${plan ?? ""}\r\nX-Plimsoll-Api: ${api ?? ""}\r\nX-Plimsoll-Version: ${safe(version)}\r\nX-Plimsoll-Environment: ${environment}\r\n`;
}

/** Of names and values, flat. */
function linesOf(headers: readonly string[]): string {
  let text = "";
  for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return text;
}

/** What is not plain text in a header is written with percent signs. */
function safe(text: string | null): string {
  if (text === null || text === "") return "";
  return PLAIN.test(text) ? text : encodeURIComponent(text);
}

/** The same document for a header: nothing but plain letters. */
function plainJson(text: string): string {
  return text.replace(/[^ -~]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Not readable",
  401: "Not signed in",
  403: "Not permitted",
  404: "Not found",
  410: "Gone",
  429: "Too much",
  503: "Not now",
};

function titleOf(status: number): string {
  return TITLES[status] ?? "Refused";
}
