import { HeaderKind, type HeaderKinds } from "./header-kinds.ts";

/** The head of a request, read once: what is handed on, and what the gateway itself needs of it. */
export interface RequestHead {
  /** Header lines that the upstream gets as they are, each with its end of line. */
  readonly passed: string;
  readonly host: string;
  readonly userAgent: string;
  /** As sent; empty when absent. */
  readonly forwarded: string;
  readonly forwardedFor: string;
  readonly forwardedHost: string;
  readonly forwardedProto: string;
  readonly requestId: string;
  readonly traceparent: string;
  /** `null`: no body; a number: so many bytes; "chunked". */
  readonly body: number | "chunked" | null;
}

/** Why a request cannot be read in one way only. */
export interface HeadFault {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

/** Most headers of a request. */
export const HEADERS_MAX = 100;

const HOST = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9.])?|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/;
const LENGTH = /^\d{1,15}$/;

/** Whether a text is a host, or host:port, as every program reads it. */
export function isHost(text: string): boolean {
  return HOST.test(text);
}

/**
 * Reads the flat list of header names and values of a request. llhttp has refused what it must; here the rest is closed
 * that it lets through: several hosts or an empty one, codings besides chunked, too many headers.
 */
export function readRequestHead(raw: readonly string[], kinds: HeaderKinds): RequestHead | HeadFault {
  if (raw.length > HEADERS_MAX * 2) {
    return {
      status: 431,
      code: "request.too-many-headers",
      detail: `A request has at most ${HEADERS_MAX} headers. Send fewer.`,
    };
  }
  const head = new Reading();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] as string;
    head.take(kinds.of(name), name, raw[at + 1] as string);
  }
  const fault = head.findFault();
  if (fault !== null) return fault;
  if (head.named !== "") head.leaveOut(raw, kinds);
  return head;
}

class Reading implements RequestHead {
  passed = "";
  host = "";
  userAgent = "";
  forwarded = "";
  forwardedFor = "";
  forwardedHost = "";
  forwardedProto = "";
  requestId = "";
  traceparent = "";
  body: number | "chunked" | null = null;
  /** What the Connection header names besides itself. */
  named = "";
  #hosts = 0;
  #lengths = 0;
  #codings = 0;
  #fault: HeadFault | null = null;

  take(kind: number, name: string, value: string): void {
    switch (kind) {
      case HeaderKind.plain:
        this.passed += `${name}: ${value}\r\n`;
        return;
      case HeaderKind.host:
        this.host = value;
        this.#hosts++;
        return;
      case HeaderKind.userAgent:
        this.userAgent = value;
        this.passed += `${name}: ${value}\r\n`;
        return;
      case HeaderKind.connection:
        this.#connection(value);
        return;
      case HeaderKind.contentLength:
        this.#lengths++;
        if (LENGTH.test(value)) this.body = value === "0" ? null : Number(value);
        else this.#fault = FRAMING;
        this.#hasLength = true;
        return;
      case HeaderKind.transferEncoding:
        this.#codings++;
        if (value.toLowerCase() === "chunked") this.body = "chunked";
        else this.#fault = CODING;
        return;
      case HeaderKind.requestId:
        this.requestId = value;
        return;
      case HeaderKind.traceparent:
        this.traceparent = value;
        return;
      case HeaderKind.forwarded:
        this.#forwarded(name, value);
        return;
      case HeaderKind.invalid:
        this.#fault = FRAMING;
        break;
      default:
    }
  }

  findFault(): HeadFault | null {
    if (this.#fault !== null) return this.#fault;
    if (this.#hosts !== 1 || !isHost(this.host)) return BAD_HOST;
    if (this.#codings > 1 || this.#lengths > 1 || (this.#codings > 0 && this.#hasLength)) return FRAMING;
    return null;
  }

  /** The slow way: some headers are named by Connection, so they are for us only (RFC 9110, 7.6.1). */
  leaveOut(raw: readonly string[], kinds: HeaderKinds): void {
    const named = new Set(
      this.named
        .toLowerCase()
        .split(",")
        .map((one) => one.trim()),
    );
    this.passed = "";
    for (let at = 0; at + 1 < raw.length; at += 2) {
      const name = raw[at] as string;
      const kind = kinds.of(name);
      if (kind !== HeaderKind.plain && kind !== HeaderKind.userAgent) continue;
      if (!named.has(name.toLowerCase())) this.passed += `${name}: ${raw[at + 1]}\r\n`;
    }
  }

  #hasLength = false;

  #connection(value: string): void {
    const lower = value.toLowerCase();
    if (lower === "keep-alive" || lower === "close" || lower === "upgrade") return;
    this.named += `${lower},`;
  }

  #forwarded(name: string, value: string): void {
    switch (name.toLowerCase()) {
      case "forwarded":
        this.forwarded = joined(this.forwarded, value);
        return;
      case "x-forwarded-for":
        this.forwardedFor = joined(this.forwardedFor, value);
        return;
      case "x-forwarded-host":
        this.forwardedHost = joined(this.forwardedHost, value);
        return;
      case "x-forwarded-proto":
        this.forwardedProto = joined(this.forwardedProto, value);
        break;
      default:
    }
  }
}

const FRAMING: HeadFault = {
  status: 400,
  code: "request.framing",
  detail: "It cannot be told where this request ends: its headers contradict each other. The connection is closed.",
};
const CODING: HeadFault = {
  status: 400,
  code: "request.coding",
  detail: "Transfer-Encoding is anything but chunked, which is not understood here. The connection is closed.",
};
const BAD_HOST: HeadFault = {
  status: 400,
  code: "request.host",
  detail: "A request names exactly one host, as host or host:port. The connection is closed.",
};

function joined(before: string, value: string): string {
  return before === "" ? value : `${before}, ${value}`;
}
