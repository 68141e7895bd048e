import { durationText, parseDurationMs, Refusal } from "#kernel";
import type { Probe } from "./probe-queries.ts";

/** A probe as it stands in its form. */
export interface ProbeDraft {
  readonly api: string;
  readonly method: string;
  readonly title: string;
  readonly url: string;
  readonly every: string;
  readonly timeout: string;
  readonly status: string;
  readonly within: string;
  readonly contains: string;
  /** A line each: `Accept: application/json`. */
  readonly headers: string;
  readonly secretName: string;
  /** Empty: the one that is stored stays. */
  readonly secretValue: string;
  readonly body: string;
  /** A line each: `content-type = text/html`, or `content-type: html` for a part. */
  readonly answerHeaders: string;
  /** A line each: `/status = up`. */
  readonly json: string;
  readonly tlsDays: string;
  readonly failures: string;
  readonly redirects: boolean;
  readonly paused: boolean;
}

/** The form of a probe that is there, or of a new one. */
export function draftOf(probe: Probe | undefined, api: string): ProbeDraft {
  const expect = probe?.expect;
  return {
    api: probe?.api ?? api,
    method: probe?.method ?? "GET",
    title: probe?.title ?? "",
    url: probe?.url ?? "",
    every: durationText(probe?.everyMs ?? 60_000),
    timeout: durationText(probe?.timeoutMs ?? 10_000),
    status: expect?.status.join(", ") ?? "2xx",
    within: msText(expect?.withinMs ?? null),
    contains: expect?.contains ?? "",
    headers: linesOf(
      probe?.headers.filter(({ secret }) => !secret),
      ({ name, value }) => `${name}: ${value ?? ""}`,
    ),
    secretName: probe?.headers.find(({ secret }) => secret)?.name ?? "",
    secretValue: "",
    body: probe?.body ?? "",
    answerHeaders: linesOf(expect?.headers, ({ name, equals, contains }) =>
      equals === undefined ? `${name}: ${contains ?? ""}` : `${name} = ${equals}`,
    ),
    json: linesOf(
      expect?.json,
      ({ pointer, equals }) => `${pointer} = ${typeof equals === "string" ? equals : JSON.stringify(equals)}`,
    ),
    tlsDays: String(probe?.tlsDays ?? 14),
    failures: String(probe?.failures ?? 2),
    redirects: probe?.redirects ?? false,
    paused: probe?.paused ?? false,
  };
}

/** What is asked and expected, as the server takes it; what cannot be read is left for it to refuse in its words. */
export function checkOf(draft: ProbeDraft, probe: Probe | undefined): object {
  const { secretName, secretValue, within } = draft;
  const others = probe?.headers.filter(({ secret, name }) => secret && name !== secretName) ?? [];
  const secret =
    secretName === ""
      ? []
      : [{ name: secretName, secret: true, ...(secretValue === "" ? {} : { value: secretValue }) }];
  return {
    method: draft.method,
    url: draft.url.trim(),
    headers: [
      ...pairsOf(draft.headers, ":").map(([name, value]) => ({ name, value })),
      ...secret,
      ...others.map(({ name }) => ({ name, secret: true })),
    ],
    body: draft.body === "" ? null : draft.body,
    timeoutMs: msOf(draft.timeout),
    redirects: draft.redirects,
    expect: {
      status: draft.status.split(/[\s,]+/).filter((one) => one !== ""),
      withinMs: within.trim() === "" ? null : msOf(within),
      contains: draft.contains === "" ? null : draft.contains,
      headers: draft.answerHeaders.split("\n").flatMap(headerOf),
      json: pairsOf(draft.json, "=").map(([pointer, text]) => ({ pointer, equals: jsonOf(text) })),
    },
  };
}

/** The whole of it. */
export function bodyOf(draft: ProbeDraft, probe: Probe | undefined): object {
  return {
    ...checkOf(draft, probe),
    api: draft.api,
    title: draft.title,
    everyMs: msOf(draft.every),
    tlsDays: numberOf(draft.tlsDays),
    failures: numberOf(draft.failures),
    successes: probe?.successes ?? 1,
    paused: draft.paused,
  };
}

function msText(ms: number | null): string {
  return ms === null ? "" : durationText(ms);
}

function linesOf<T>(all: readonly T[] | undefined, text: (one: T) => string): string {
  return (all ?? []).map(text).join("\n");
}

function pairsOf(text: string, between: ":" | "="): [string, string][] {
  return text.split("\n").flatMap((line): [string, string][] => {
    if (line.trim() === "") return [];
    const at = line.indexOf(between);
    return at < 0 ? [[line.trim(), ""]] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
}

function headerOf(line: string): object[] {
  const isWhole = /^[^:]*=/.test(line);
  return pairsOf(line, isWhole ? "=" : ":").map(([name, value]) =>
    isWhole ? { name, equals: value } : { name, contains: value },
  );
}

/** `true`, `3` and `null` are JSON; else it is a text. */
function jsonOf(text: string): unknown {
  return /^(?:true|false|null|-?\d+(?:\.\d+)?|".*")$/.test(text) ? (JSON.parse(text) as unknown) : text;
}

function msOf(text: string): number | string {
  try {
    return parseDurationMs(text);
  } catch (error) {
    if (error instanceof Refusal) return text;
    throw error;
  }
}

function numberOf(text: string): number | string {
  return /^\d+$/.test(text.trim()) ? Number(text) : text;
}
