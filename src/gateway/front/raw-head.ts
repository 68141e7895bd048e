import { STATUS_CODES } from "node:http";

/** The head of an answer as it goes out on a connection that is no longer in the hands of `node:http`. Headers are flat. */
export function rawHead(status: number, reason: string, headers: readonly string[]): string {
  let text = `HTTP/1.1 ${status} ${reason === "" ? (STATUS_CODES[status] ?? "") : reason}\r\n`;
  for (let at = 0; at + 1 < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return `${text}\r\n`;
}
