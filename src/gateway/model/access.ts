import type { Outcome } from "#intake";

/** One request as it stands at the door, before its body. */
export interface Asked {
  readonly host: string;
  readonly method: string;
  /** As sent, without query. */
  readonly path: string;
  readonly query: string;
  /** By lower-case name; undefined when absent; several are joined by ", ". */
  readonly header: (name: string) => string | undefined;
  /** Of the peer. */
  readonly ip: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The request may pass. */
export interface Admitted {
  readonly admitted: true;
  readonly api: string;
  readonly version: string | null;
  readonly environment: string;
  readonly client: string | null;
  readonly clientId: string | null;
  readonly organisation: string | null;
  readonly plan: string | null;
  /** The path with which the upstream is asked: behind the API's address, before the target's own path. */
  readonly forwardPath: string;
  /** To be set on the answer, flat: name, value, name, value. */
  readonly headers: readonly string[];
}

/** The request is answered at the door. */
export interface Denied {
  readonly admitted: false;
  readonly status: number;
  /** `noun.reason` */
  readonly code: string;
  readonly detail: string;
  readonly outcome: Outcome;
  readonly api: string | null;
  readonly version: string | null;
  readonly environment: string;
  readonly client: string | null;
  readonly plan: string | null;
  /** As of `Admitted`: the path by which the API names its operations; null where no API is. */
  readonly forwardPath: string | null;
  /** To be set on the answer, flat: name, value, name, value. */
  readonly headers: readonly string[];
}

/** What is decided of one request. */
export type Verdict = Admitted | Denied;

/** Who may pass: one decision behind the gateway and forward-auth. */
export interface Access {
  decide(asked: Asked): Verdict | Promise<Verdict>;
}
