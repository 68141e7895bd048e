import type { Socket } from "node:net";
import type { RequestHead } from "../model/request-head.ts";
import { plainAddress, type TrustedProxies } from "./trusted-proxies.ts";

/** Who is at the other end of a connection: the same for all its requests. */
export class Peer {
  readonly ip: string;
  readonly isTrusted: boolean;
  /** What is under way on the connection, to be told when its bytes make no sense. */
  current: { broken(status: number): boolean } | null = null;
  /** Requests that are not answered yet: more than one where a client does not wait for answers. */
  underWay = 0;
  readonly #proto: "http" | "https";
  readonly #trusted: TrustedProxies;
  readonly #node: string;

  constructor(socket: Socket, trusted: TrustedProxies) {
    this.ip = plainAddress(socket.remoteAddress ?? "");
    this.isTrusted = trusted.has(this.ip);
    this.#trusted = trusted;
    this.#proto = "encrypted" in socket ? "https" : "http";
    this.#node = nodeOf(this.ip);
  }

  /** Address of the client: the peer's, or what a trusted proxy says. */
  clientIp(head: RequestHead): string {
    return this.isTrusted ? this.#trusted.clientOf(this.ip, head.forwardedFor) : this.ip;
  }

  /** The lines that tell an upstream who asks, for which host and how. */
  forwardedLines(head: RequestHead): string {
    const { host } = head;
    const own = `for=${this.#node};host="${host}";proto=${this.#proto}`;
    if (!this.isTrusted) {
      return `X-Forwarded-For: ${this.ip}\r\nX-Forwarded-Host: ${host}\r\nX-Forwarded-Proto: ${this.#proto}\r\nForwarded: ${own}\r\n`;
    }
    const forwardedFor = head.forwardedFor === "" ? this.ip : `${head.forwardedFor}, ${this.ip}`;
    const forwarded = head.forwarded === "" ? own : `${head.forwarded}, ${own}`;
    const forwardedHost = head.forwardedHost === "" ? host : head.forwardedHost;
    const proto = head.forwardedProto === "" ? this.#proto : head.forwardedProto;
    return `X-Forwarded-For: ${forwardedFor}\r\nX-Forwarded-Host: ${forwardedHost}\r\nX-Forwarded-Proto: ${proto}\r\nForwarded: ${forwarded}\r\n`;
  }
}

/** As RFC 7239 writes a node: addresses with colons in brackets and quotes. */
function nodeOf(ip: string): string {
  return ip.includes(":") ? `"[${ip}]"` : ip;
}
