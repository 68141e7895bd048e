import type { TextMessage } from "#messaging";

/** A POST of JSON, with more headers where a provider wants them. */
export function jsonMessage(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): TextMessage {
  return {
    url,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}
