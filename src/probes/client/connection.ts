import { lookup, type LookupAddress } from "node:dns";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { stopwatchMs } from "#kernel";
import { ObstacleError, reasonOf } from "./obstacle-error.ts";

/** What a connection must know of the house. */
export interface Places {
  /** Why nothing may be sent to an IP address and port, in words; undefined when it may. */
  readonly faultOf: (address: string, port: number) => string | undefined;
  /** How names are found; by the system when absent. */
  readonly lookup?: (host: string) => Promise<LookupAddress[]>;
  /** Certificates (PEM) of those who may sign besides those everybody knows; absent: nobody. */
  readonly trusted?: readonly string[];
}

/** A connection that stands, and what it took. */
export interface Connected {
  readonly socket: Socket;
  readonly address: string;
  readonly lookupMs: number;
  readonly connectMs: number;
  readonly tlsMs: number;
  readonly certificateEndsAt: number | null;
}

/** Told as soon as it is known, also when nothing comes of the connection. */
export interface Learned {
  certificateEndsAt: number | null;
  address: string | null;
}

/**
 * Connects to the host of an address: looks its name up once, refuses when any of what is found may not be reached, and
 * connects to just that, so that a name cannot lead elsewhere in between. TLS is checked before anything is sent.
 */
export async function connection(url: URL, places: Places, { learned, signal }: Connecting): Promise<Connected> {
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port === "" ? (url.protocol === "https:" ? 443 : 80) : url.port);
  const from = stopwatchMs();
  const addresses =
    isIP(host) === 0 ? await (places.lookup ?? lookedUp)(host) : [{ address: host, family: isIP(host) }];
  signal.throwIfAborted();
  for (const { address } of addresses) refuse(places.faultOf(address, port));
  const found = stopwatchMs();
  const plain = await connected({ host, port, addresses, signal });
  const address = plain.remoteAddress ?? "";
  learned.address = address;
  const fault = places.faultOf(address, port);
  if (fault !== undefined) {
    plain.destroy();
    refuse(fault);
  }
  const stands = stopwatchMs();
  const common = { address, lookupMs: found - from, connectMs: stands - found };
  if (url.protocol !== "https:") return { ...common, socket: plain, tlsMs: 0, certificateEndsAt: null };
  const socket = await secured(plain, host, { places, learned, signal });
  return { ...common, socket, tlsMs: stopwatchMs() - stands, certificateEndsAt: learned.certificateEndsAt };
}

interface Connecting {
  readonly learned: Learned;
  readonly signal: AbortSignal;
}

function refuse(fault: string | undefined): void {
  if (fault !== undefined) throw new ObstacleError("refused", fault);
}

function lookedUp(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(host, { all: true }, (fault, addresses) => {
      if (fault === null) resolve(addresses);
      else reject(new ObstacleError("lookup", `${host} was not found: ${reasonOf(fault)}`));
    });
  });
}

function connected(to: {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly LookupAddress[];
  readonly signal: AbortSignal;
}): Promise<Socket> {
  const { host, port, addresses, signal } = to;
  const known: LookupFunction = (_name, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: known, autoSelectFamily: true });
    const stop = (): void => void socket.destroy();
    signal.addEventListener("abort", stop, { once: true });
    socket.on("error", (fault) => reject(new ObstacleError("connect", `no connection: ${reasonOf(firstOf(fault))}`)));
    socket.once("connect", () => {
      signal.removeEventListener("abort", stop);
      resolve(socket);
    });
    socket.once("close", () => reject(new ObstacleError("connect", "the connection was cut")));
  });
}

/** Of a host with several addresses, each of which failed. */
function firstOf(fault: unknown): unknown {
  return fault instanceof AggregateError ? (fault.errors[0] as unknown) : fault;
}

function secured(
  plain: Socket,
  host: string,
  { places, learned, signal }: Connecting & { readonly places: Places },
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      socket: plain,
      host,
      ...(isIP(host) === 0 ? { servername: host } : {}),
      ALPNProtocols: ["http/1.1"],
      // A certificate that is not right is looked at before it is refused, below.
      rejectUnauthorized: false,
      ...(places.trusted === undefined ? {} : { ca: [...places.trusted] }),
    });
    const stop = (): void => void socket.destroy();
    signal.addEventListener("abort", stop, { once: true });
    socket.on("error", (fault) => reject(new ObstacleError("tls", `no TLS: ${reasonOf(fault)}`)));
    socket.once("close", () => reject(new ObstacleError("tls", "the connection was cut while TLS began")));
    socket.once("secureConnect", () => {
      signal.removeEventListener("abort", stop);
      learned.certificateEndsAt = endOf(socket);
      if (socket.authorized) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(new ObstacleError("tls", reasonOf(codeOf(socket.authorizationError))));
    });
  });
}

/** Node gives a code as text in some releases, and an error with one in others. */
function codeOf(fault: unknown): unknown {
  return typeof fault === "string" ? Object.assign(new Error(fault), { code: fault }) : fault;
}

function endOf(socket: TLSSocket): number | null {
  const { valid_to: until } = socket.getPeerCertificate();
  const at = Date.parse(until ?? "");
  return Number.isNaN(at) ? null : at;
}
