import { Refusal } from "#kernel";

/** Where the server is, and what opens it. */
export interface ServerAddress {
  readonly server: string;
  readonly token: string;
}

/** A backup of a large log takes a while. */
const ANSWER_MS_MAX = 3_600_000;

/** The JSON that a server answers. Refuses with what the server says, or when it gives no answer. */
export async function askServer({ server, token }: ServerAddress, method: string, path: string): Promise<unknown> {
  const response = await answerOf(new URL(path, server), {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: "{}" }),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const detail = detailOf(text) ?? `it answered ${response.status}`;
  throw new Refusal(response.status >= 500 ? "unavailable" : "invalid", "server.refused", `${server}: ${detail}`);
}

async function answerOf(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(ANSWER_MS_MAX) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Refusal(
      "unavailable",
      "server.away",
      `${url.origin} gives no answer (${cause}). See that the server runs there, or name another one with --server.`,
    );
  }
}

function detailOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { detail?: string }).detail;
  } catch {
    return undefined;
  }
}
