import type { Verdict } from "../model/access.ts";

/** What a proxy is answered. */
export interface AuthAnswer {
  readonly status: number;
  /** Flat: name, value. */
  readonly headers: readonly string[];
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

/** What a verdict is told as. `mapped`: nginx knows 401 and 403 only, so the true status stands in X-Plimsoll-Status. */
export function authAnswer(verdict: Verdict, mapped: boolean): AuthAnswer {
  if (verdict.admitted) {
    return { status: 200, headers: [...identityOf(verdict), "X-Plimsoll-Status", "200", ...verdict.headers], body: "" };
  }
  const { status, code, detail } = verdict;
  const body = JSON.stringify({ type: "about:blank", title: titleOf(status), status, detail, code });
  const problem = ["X-Plimsoll-Status", String(status), "X-Plimsoll-Problem", plainJson(body)];
  return {
    status: mapped && status !== 401 ? 403 : status,
    headers: [
      ...identityOf({ ...verdict, clientId: null, organisation: null }),
      ...problem,
      "Content-Type",
      "application/problem+json",
      ...verdict.headers,
    ],
    body,
  };
}

type Identified = Pick<Verdict, "api" | "version" | "environment" | "client" | "plan"> & {
  readonly clientId: string | null;
  readonly organisation: string | null;
};

function identityOf(verdict: Identified): string[] {
  const { client, clientId, organisation, plan, api, version, environment } = verdict;
  return [
    "X-Plimsoll-Client",
    safe(client ?? ""),
    "X-Plimsoll-Client-Id",
    clientId ?? "",
    "X-Plimsoll-Organisation",
    safe(organisation ?? ""),
    "X-Plimsoll-Plan",
    plan ?? "",
    "X-Plimsoll-Api",
    api ?? "",
    "X-Plimsoll-Version",
    safe(version ?? ""),
    "X-Plimsoll-Environment",
    environment,
  ];
}

/** What is not plain text in a header is written with percent signs. */
function safe(text: string): string {
  return /^[ -~]*$/.test(text) ? text : encodeURIComponent(text);
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
