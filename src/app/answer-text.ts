import type { ServerResponse } from "node:http";

/** Answers with a short text, which nobody keeps. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" }).end(text);
}
