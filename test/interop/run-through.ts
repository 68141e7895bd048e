import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type KnownRequest, knownRequests } from "./known-requests.ts";
import { exchange, type Seen, send } from "./send.ts";
import { freePort, type RunningServer, type ServerCommand, startServer, until } from "./server.ts";
import { startUpstream } from "./upstream.ts";

/** Where a server finds what it needs. */
export interface Setting {
  /** A directory of its own, removed afterwards. */
  readonly directory: string;
  readonly port: number;
  readonly upstreamPort: number;
}

/** A kind of server: writes its configuration into the directory and says how to start it. */
export interface Proxy {
  readonly prepare: (setting: Setting) => Promise<Omit<ServerCommand, "port">>;
  /** File names in the directory; "-" = its standard output. */
  readonly logs: readonly string[];
  /** Requests that the server refuses before it has read their path, so that its log does not name them. */
  readonly refuses?: (request: KnownRequest) => boolean;
  /** Whether the log has a line for a connection that speaks no HTTP. */
  readonly logsGarbage: boolean;
}

/** One request with what its client saw. */
export interface Exchange {
  readonly request: KnownRequest;
  readonly seen: Seen;
}

/** What went through a server, and what the server wrote about it. */
export interface RunThrough {
  /** Those that the log names. */
  readonly exchanges: readonly Exchange[];
  /** How many lines the log has for others: refused requests, and clients that spoke no HTTP. */
  readonly unnamed: number;
  readonly logs: readonly Buffer[];
}

/** The start of a TLS handshake on a plain port, and a line that is no request. */
const GARBAGE = ["\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", "HELLO\r\n\r\n"];
const LOGGED_MAX_MS = 10_000;

/** Starts upstream and server, sends the known requests one after the other, and reads the logs when all are written. */
export async function runThrough(proxy: Proxy): Promise<RunThrough> {
  const directory = await mkdtemp(join(tmpdir(), "plimsoll-interop-"));
  const upstream = await startUpstream();
  let server: RunningServer | undefined;
  try {
    const setting = { directory, port: await freePort(), upstreamPort: upstream.port };
    server = await startServer({ ...(await proxy.prepare(setting)), port: setting.port });
    const { output } = server;
    const exchanges: Exchange[] = [];
    for (const request of knownRequests()) {
      exchanges.push({ request, seen: await send(request, setting.port, upstream) });
    }
    for (const bytes of GARBAGE) await exchange(Buffer.from(bytes, "latin1"), setting.port, "127.0.0.1");
    const named = exchanges.filter(({ request }) => !proxy.refuses?.(request));
    const unnamed = exchanges.length - named.length + (proxy.logsGarbage ? GARBAGE.length : 0);
    const readLogs = () =>
      Promise.all(proxy.logs.map(async (name) => (name === "-" ? output() : readFile(join(directory, name)))));
    // A server writes a line at the end of a request, and that may be after its client has the last byte.
    const complete = (log: Buffer) => log.toString("latin1").split("\n").length > named.length + unnamed;
    await until(async () => (await readLogs()).every(complete), "each request is in the log", LOGGED_MAX_MS);
    await server.stop();
    return { exchanges: named, unnamed, logs: await readLogs() };
  } finally {
    await server?.stop();
    await upstream.close();
    await rm(directory, { recursive: true });
  }
}
