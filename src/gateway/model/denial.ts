import { type Outcome, PRODUCTION } from "#intake";
import type { Denied } from "./access.ts";

/** Why a request is answered at the door, before anybody says whose it was. */
export interface Denial {
  readonly admitted: false;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly outcome: Outcome;
  /** Flat: name, value. */
  readonly headers: readonly string[];
}

/** What the table says of a code. What the provider must answer for is not said to be the client's fault. */
type Said = readonly [status: number, outcome: Outcome];

const STATUS: Readonly<Record<string, Said>> = {
  "path.ambiguous": [400, "forbidden"],
  "request.contradictory": [400, "forbidden"],
  "api.unknown": [404, "forbidden"],
  "key.in-query": [400, "unauthenticated"],
  "key.several": [400, "unauthenticated"],
  "key.missing": [401, "unauthenticated"],
  "key.unknown": [401, "unauthenticated"],
  "key.revoked": [401, "unauthenticated"],
  "key.expired": [401, "unauthenticated"],
  "key.environment": [403, "forbidden"],
  "token.refused": [401, "unauthenticated"],
  "token.unverifiable": [503, "upstreamError"],
  "client.unknown": [401, "unauthenticated"],
  "version.unknown": [404, "forbidden"],
  "version.draft": [404, "forbidden"],
  "version.retired": [410, "forbidden"],
  "subscription.missing": [403, "forbidden"],
  "subscription.requested": [403, "forbidden"],
  "subscription.suspended": [403, "forbidden"],
  "subscription.ended": [403, "forbidden"],
  "plan.operation": [403, "forbidden"],
  "rate.exceeded": [429, "throttled"],
  "quota.used-up": [429, "quota"],
  "access.unready": [503, "upstreamError"],
};

/** A refusal by its code: the status and outcome are those of the one table. */
export function denial(code: string, detail: string, headers: readonly string[] = []): Denial {
  const [status, outcome] = STATUS[code] ?? [403, "forbidden"];
  return { admitted: false, status, code, detail, outcome, headers };
}

/** The verdict on a request of which nothing is known but why it is refused. */
export function nobodys({ status, code, detail, outcome, headers }: Omit<Denial, "admitted">): Denied {
  const unknown = { api: null, version: null, environment: PRODUCTION, client: null, plan: null, forwardPath: null };
  return { admitted: false, status, code, detail, outcome, ...unknown, headers };
}
