import type { Access } from "../model/access.ts";
import type { RecordSink } from "../model/gateway-record.ts";
import type { HeaderKinds } from "../model/header-kinds.ts";
import type { Upstreams } from "../upstream/upstreams.ts";
import type { FreshHex } from "./fresh-hex.ts";
import type { GatewayCounters } from "./gateway-counters.ts";
import type { Peer } from "./peer.ts";
import type { TrustedProxies } from "./trusted-proxies.ts";

/** What the operator sets. */
export interface GatewaySettings {
  /** Addresses and ranges whose word on clients is believed. */
  readonly trustedProxies: readonly string[];
  /** Most bytes of a request's body. */
  readonly bodyBytesMax: number;
}

/** What all exchanges of a gateway share. */
export interface Gate {
  readonly access: Access;
  readonly sink: RecordSink;
  /** Epoch ms. */
  readonly now: () => number;
  /** Ms that never jump. */
  readonly stopwatch: () => number;
  readonly report: (fault: unknown) => void;
  readonly hex: FreshHex;
  readonly kinds: HeaderKinds;
  readonly upstreams: Upstreams;
  readonly counters: GatewayCounters;
  readonly peers: { of(socket: object): Peer };
  settings: GatewaySettings;
  trusted: TrustedProxies;
  /** Whether connections end with the answer that is under way. */
  isClosing: boolean;
}
