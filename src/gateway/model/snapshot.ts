import type { ApiReach, VersionState } from "#apis";
import type { KeyRow } from "#clients";

/** All that the decision stands on, as plain JSON: what the server builds, and a gateway of its own pulls. */
export interface GatewaySnapshot {
  /** Rises when the shape changes in a way that an older gateway would misread. */
  readonly format: 1;
  /** Epoch ms at which the server read it. */
  readonly at: number;
  readonly apis: readonly SnapshotApi[];
  readonly plans: readonly SnapshotPlan[];
  readonly clients: readonly SnapshotClient[];
  readonly keys: readonly SnapshotKey[];
  readonly subscriptions: readonly SnapshotSubscription[];
  /** 32 bytes in hexadecimal that sign the tokens of client credentials: the same for all gateways of one server. */
  readonly tokenSecret: string;
}

/** An API, where it is reached, how its requests go on, by what a client of it is known, and its versions. */
export interface SnapshotApi extends ApiReach {
  /** To which requests belong that name no version; null: there are only drafts and retired ones, or none. */
  readonly current: string | null;
  readonly versions: readonly SnapshotVersion[];
  readonly environments: readonly SnapshotEnvironment[];
}

/** A version with its life, and its operations where it has a document. */
export interface SnapshotVersion {
  readonly version: string;
  readonly state: VersionState;
  /** Of a deprecation: since when, from when on it may be gone (epoch ms), and where to go. */
  readonly deprecatedAt: number | null;
  readonly sunsetAt: number | null;
  readonly successor: string | null;
  /** Null: without a document. */
  readonly operations: readonly { readonly method: string; readonly path: string }[] | null;
  readonly basePaths: readonly string[];
}

/** Where an API runs besides its own addresses, and which version. */
export interface SnapshotEnvironment {
  readonly environment: string;
  readonly address: string | null;
  readonly version: string | null;
}

/** What of a plan is held at the door. Null: not limited. */
export interface SnapshotPlan {
  readonly plan: string;
  readonly rateLimit: { readonly requests: number; readonly perMs: number } | null;
  /** Requests that may come at once. */
  readonly burst: number;
  readonly quota: {
    readonly requests: number;
    readonly period: "day" | "week" | "month" | "quarter" | "year";
  } | null;
  readonly operations: readonly string[];
  readonly zone: string;
}

/** A client, with the other names under which tokens and certificates may name it. */
export interface SnapshotClient {
  readonly id: string;
  readonly client: string;
  readonly organisation: string;
  readonly retired: boolean;
  readonly names: readonly string[];
}

/** A key without its secret. */
export type SnapshotKey = Pick<
  KeyRow,
  "id" | "client_id" | "environment" | "format" | "lookup" | "sha256" | "scopes" | "expires_at" | "revoked_at"
>;

/** Who is on which plan; of ended ones the last of each client and API. */
export interface SnapshotSubscription {
  readonly id: string;
  readonly clientId: string;
  readonly api: string;
  readonly state: "requested" | "active" | "suspended" | "ended";
  readonly plan: string;
  /** Another plan from an instant on (epoch ms). */
  readonly next: { readonly plan: string; readonly from: number } | null;
}

/** How much of a quota is used, by the server's counts: what a gateway begins with, and is corrected by. */
export interface QuotaUse {
  /** Of the subscription. */
  readonly id: string;
  /** Beginning of the period, epoch ms. */
  readonly from: number;
  readonly used: number;
}
