import { Refusal, SECOND_MS } from "#kernel";

/** Where the server is, what opens it, and when to stop. */
export interface ServerAccess {
  /** Scheme, host and port. */
  readonly url: string;
  readonly token: string;
  readonly signal: AbortSignal;
}

/** What is asked; without a method it is GET. */
export interface ServerCall {
  readonly path: string;
  readonly method?: "GET" | "PUT" | "POST";
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** How long the answer may take, ms; half a minute when absent. */
  readonly answerMsMax?: number;
}

/** A server that has not answered by then is away. */
const ANSWER_MS_MAX = 30 * SECOND_MS;

/** One call; gives any answer, whatever its status. Refuses with `server.away` when there is none. */
export async function callServer(
  access: ServerAccess,
  { path, headers, answerMsMax = ANSWER_MS_MAX, ...call }: ServerCall,
): Promise<Response> {
  try {
    return await fetch(new URL(path, access.url), {
      ...call,
      headers: { authorization: `Bearer ${access.token}`, ...headers },
      signal: AbortSignal.any([access.signal, AbortSignal.timeout(answerMsMax)]),
    });
  } catch (error) {
    access.signal.throwIfAborted();
    throw new Refusal(
      "unavailable",
      "server.away",
      `The server at ${access.url} gives no answer (${causeOf(error)}). See that it runs, and try again.`,
    );
  }
}

/** The answer when it is a good one; else refuses with what the server said. */
export async function refuseFailure(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  throw new Refusal(
    response.status >= 500 || response.status === 429 ? "unavailable" : "invalid",
    "server.refused",
    `The server answers ${response.status} to ${new URL(response.url).pathname}: ${text.slice(0, 2_000)}`,
    { status: response.status },
  );
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: unknown };
  if (cause instanceof Error && "code" in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}
