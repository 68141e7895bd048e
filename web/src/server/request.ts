import { Problem, problemOf } from "./problem.ts";
import type { Session } from "./wire.ts";

const ROOT = "/api/v1";
const CHANGES = new Set(["POST", "PUT", "DELETE"]);

/** The token against forged requests, as the session's answer gave it; part of each change. */
let csrf: string | undefined;

/** Keeps the session's token for the changes to come; undefined forgets it. */
export function keepSession(session: Session | undefined): void {
  csrf = session?.csrf;
}

export interface Asked {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: unknown;
  /** Text of another type instead of JSON. */
  readonly text?: { readonly type: string; readonly body: string };
  /** The version that a change is made to. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

/** Asks the server for a JSON document; a refusal is thrown as `Problem`. Undefined for an empty answer. */
export async function request<T>(path: string, asked: Asked = {}): Promise<T> {
  const response = await send(path, asked);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** Asks for text, with the version that it is of. */
export async function requestText(path: string, asked: Asked = {}): Promise<{ text: string; etag: string | null }> {
  const response = await send(path, asked);
  return { text: await response.text(), etag: response.headers.get("etag") };
}

/** A path with its query; absent values are left out. */
export function withQuery(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value];
    for (const each of values) if (each !== undefined && each !== "") search.append(name, String(each));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

type QueryValue = string | number | undefined | readonly (string | number)[];

/** The address of a document of the interface, for links and lines to copy. */
export function addressOf(path: string): string {
  return `${ROOT}${path}`;
}

async function send(path: string, asked: Asked): Promise<Response> {
  const method = asked.method ?? "GET";
  const response = await fetch(addressOf(path), {
    method,
    headers: headersOf(asked, method),
    ...bodyOf(asked),
    ...(asked.signal === undefined ? {} : { signal: asked.signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException) throw error;
    throw new Problem(0, { title: "The server does not answer." });
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

function headersOf(asked: Asked, method: string): Record<string, string> {
  return {
    accept: "application/json, text/yaml;q=0.9",
    ...(asked.text === undefined ? {} : { "content-type": asked.text.type }),
    ...(asked.body === undefined ? {} : { "content-type": "application/json" }),
    ...(asked.ifMatch === undefined ? {} : { "if-match": asked.ifMatch }),
    ...(CHANGES.has(method) && csrf !== undefined ? { "x-csrf-token": csrf } : {}),
  };
}

function bodyOf(asked: Asked): { body?: string } {
  if (asked.text !== undefined) return { body: asked.text.body };
  return asked.body === undefined ? {} : { body: JSON.stringify(asked.body) };
}
