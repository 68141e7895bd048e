import type { ChannelKind } from "./channel-kind.ts";

/** A way to one person: an address of one kind, the person's own. */
export interface Method {
  readonly id: string;
  readonly personId: string;
  readonly kind: ChannelKind;
  /** What the person calls it: "phone", "the old laptop". */
  readonly title: string;
  /** Under the seal: it may hold secrets. */
  readonly sealed: string;
  /** The address as it may be shown. */
  readonly shown: string;
  readonly createdAt: number;
  /** When it was verified that the address is the person's; null: not yet, and nothing but a verification goes there. */
  readonly verifiedAt: number | null;
  /** When the person last acted through it. */
  readonly provenAt: number | null;
  /** Since when its provider has refused for good what goes there; null: it is in order. */
  readonly failingSince: number | null;
  readonly failure: string | null;
  /** Switched off by the person. */
  readonly disabled: boolean;
}

/** A verification that was begun: what proves it, as a hash, and until when. */
export interface Verification {
  readonly sha256: string;
  readonly until: number;
  /** Codes that were tried and were wrong. */
  readonly wrong: number;
  readonly sentAt: number;
}

/** How many one person may have. */
export const METHODS_MAX = 20;

/** Whether something may be sent there, and whether it is likely to arrive: the better ones are taken alone if there are any. */
export function methodStanding(method: Method, isAvailable: (kind: ChannelKind) => boolean): "good" | "poor" | "none" {
  if (method.verifiedAt === null || method.disabled) return "none";
  return method.failingSince === null && isAvailable(method.kind) ? "good" : "poor";
}
