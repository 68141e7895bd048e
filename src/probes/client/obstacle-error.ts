import type { Obstacle } from "../model/measured.ts";

/** Thrown inside of an exchange, and told as what was in the way. */
export class ObstacleError extends Error {
  readonly kind: Obstacle;

  constructor(kind: Obstacle, text: string) {
    super(text);
    this.kind = kind;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (connection refused)",
  ECONNRESET: "the connection was cut",
  EPIPE: "the connection was cut",
  EHOSTUNREACH: "there is no way to that host",
  ENETUNREACH: "there is no way to that network",
  ETIMEDOUT: "nobody answers at that address",
  ENOTFOUND: "the name is not known",
  EAI_AGAIN: "the name could not be looked up just now",
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is signed by itself",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate is signed by nobody we know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate is signed by nobody we know, or a certificate between is missing",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate is signed by nobody we know",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
  HPE_HEADER_OVERFLOW: "its headers are longer than 16 KiB",
};

/** What went wrong outside, in words; the code where we have none. */
export function reasonOf(fault: unknown): string {
  const code = fault instanceof Error ? ((fault as NodeJS.ErrnoException).code ?? fault.message) : String(fault);
  if (code.startsWith("HPE_")) return REASONS[code] ?? `its answer is no HTTP (${code})`;
  return REASONS[code] ?? code;
}
