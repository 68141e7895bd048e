import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import type { KnownRequest } from "./known-requests.ts";
import type { Upstream } from "./upstream.ts";

/** What the client saw of an exchange. */
export interface Seen {
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** 0 = no answer. */
  readonly status: number;
  /** Without the framing of chunks. */
  readonly bodyBytes: number;
  /** With it: everything after the head. */
  readonly framedBytes: number;
  /** With the head. */
  readonly totalBytes: number;
}

const ANSWER_MAX_MS = 4_000;

/** Sends one request on a connection of its own and reads until the server closes it (or goes away before). */
export async function send(request: KnownRequest, port: number, upstream: Upstream): Promise<Seen> {
  const startedAt = Date.now();
  const answer = request.abort
    ? await goAway(request, port, upstream)
    : await exchange(bytesOf(request), port, request.ip);
  assert.ok(
    request.abort || answer.length > 0,
    `${request.path} got no answer: the server has gone or refuses connections`,
  );
  return { startedAt, endedAt: Date.now(), ...read(answer) };
}

/** Sends any bytes, and gives all that comes back. */
export async function exchange(bytes: Buffer, port: number, localAddress: string): Promise<Buffer> {
  const socket = connect({ port, host: "127.0.0.1", localAddress, noDelay: true });
  const closed = closeOf(socket);
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.setTimeout(ANSWER_MAX_MS, () => socket.destroy());
  socket.write(bytes);
  await closed;
  return Buffer.concat(chunks);
}

async function goAway(request: KnownRequest, port: number, upstream: Upstream): Promise<Buffer> {
  const socket = connect({ port, host: "127.0.0.1", localAddress: request.ip, noDelay: true });
  const closed = closeOf(socket);
  socket.write(bytesOf(request));
  socket.setTimeout(ANSWER_MAX_MS, () => socket.destroy());
  await Promise.race([upstream.arrived(request.id), closed]);
  assert.ok(!socket.destroyed, `${request.path} never arrived at the upstream`);
  socket.resetAndDestroy();
  await closed;
  upstream.release(request.id);
  return Buffer.alloc(0);
}

/** Also after an error: a server that refuses a request may reset the connection after its answer. */
function closeOf(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.on("error", () => socket.destroy());
  socket.once("close", () => resolve());
  return promise;
}

function bytesOf(request: KnownRequest): Buffer {
  const { method, target, version, headers, body } = request;
  const lines = [`${method} ${target} HTTP/${version}`, "Host: api.example", "Connection: close", ...headers, "", body];
  return Buffer.from(lines.join("\r\n"));
}

function read(answer: Buffer): Pick<Seen, "status" | "bodyBytes" | "framedBytes" | "totalBytes"> {
  if (answer.length === 0) return { status: 0, bodyBytes: 0, framedBytes: 0, totalBytes: 0 };
  const headEnd = answer.indexOf("\r\n\r\n") + 4;
  const head = answer.subarray(0, headEnd).toString("latin1");
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
  assert.ok(status >= 200, `no answer that can be read: ${head}`);
  const framed = answer.subarray(headEnd);
  const chunked = /^transfer-encoding: *chunked/im.test(head);
  return {
    status,
    bodyBytes: chunked ? unchunked(framed) : framed.length,
    framedBytes: framed.length,
    totalBytes: answer.length,
  };
}

function unchunked(framed: Buffer): number {
  let bytes = 0;
  for (let at = 0; at < framed.length;) {
    const lineEnd = framed.indexOf("\r\n", at);
    const size = Number.parseInt(framed.toString("latin1", at, lineEnd), 16);
    if (!(size > 0)) return bytes;
    bytes += size;
    at = lineEnd + 2 + size + 2;
  }
  return bytes;
}
