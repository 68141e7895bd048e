import { PRODUCTION } from "#intake";
import type { Access, Asked, Denied, Verdict } from "../model/access.ts";
import { ambiguityOf } from "../model/ambiguity-of.ts";
import { denial, type Denial, nobodys } from "../model/denial.ts";
import { isKeyInQuery } from "../model/key-in-query.ts";
import { lifeHeaders } from "../model/life-headers.ts";
import { limitHeaders, retryAfter } from "../model/limit-headers.ts";
import { isOperationAllowed } from "../model/operation-allowed.ts";
import {
  type RuledApi,
  type RuledPlace,
  type RuledPlan,
  type RuledSubscription,
  Rules,
  type SnapshotRules,
} from "../model/rules.ts";
import type { QuotaUse } from "../model/snapshot.ts";
import { type VersionAsked, versionAsked } from "../model/version-asked.ts";
import type { Who } from "../model/who.ts";
import { type Identified, identify, type IdentifyParts, unidentified } from "./identify.ts";

/** The environment that keys usually have; its requests are those of production. */
const LIVE = "live";
const NO_HEADERS: readonly string[] = [];

/** What is known of a request when it is answered. */
interface Known {
  readonly place: RuledPlace;
  readonly behind: string;
  readonly environment: string;
  readonly who: Who | null;
  readonly asked: Asked;
  version: VersionAsked | null;
  plan: RuledPlan | null;
}

/**
 * Who may pass: one decision behind the gateway and forward-auth. It asks no database; what it stands on is handed in
 * whole (`follow`), and takes effect from the next request on. A key that is revoked in its book is refused at once.
 */
export class AccessDecision implements Access {
  readonly #parts: IdentifyParts;
  #rules: Rules | undefined;

  constructor(parts: IdentifyParts) {
    this.#parts = parts;
  }

  /** Decides by these rules from now on. What clients used stays. */
  follow(rules: SnapshotRules): void {
    this.#rules = new Rules(rules, this.#rules);
  }

  /** Takes over what the server counted of quotas, at `now` (epoch ms). */
  correct(uses: readonly QuotaUse[], now: number): void {
    this.#rules?.correct(uses, now);
  }

  /** The rules that hold now; undefined before the first. */
  get rules(): Rules | undefined {
    return this.#rules;
  }

  decide(asked: Asked): Verdict | Promise<Verdict> {
    const rules = this.#rules;
    if (rules === undefined) return nobodys(unready());
    const fault = ambiguityOf(asked.path);
    if (fault !== undefined) return nobodys(ambiguous(fault));
    const place = rules.placeAt(asked.host, asked.path);
    if (place === undefined) return nobodys(nowhere(asked.host));
    if (isKeyInQuery(asked.query)) return this.#deniedAt(place, asked, inQuery());
    const found = identify(this.#parts, rules, { ruled: place.ruled, asked });
    if (found instanceof Promise) return found.then((who) => this.#judge(rules, { place, asked, who }));
    return this.#judge(rules, { place, asked, who: found });
  }

  #judge(
    rules: Rules,
    given: { readonly place: RuledPlace; readonly asked: Asked; readonly who: Identified },
  ): Verdict {
    const { place, asked, who } = given;
    if (who !== null && "admitted" in who) return this.#deniedAt(place, asked, who);
    if (who === null && !place.ruled.api.client.anonymous) {
      return this.#deniedAt(place, asked, unidentified(place.ruled));
    }
    const environment = environmentOf(place, who);
    const known: Known = { place, behind: behindOf(place, asked), environment, who, asked, version: null, plan: null };
    return (
      elsewhere(known) ??
      versioned(known) ??
      (who === null ? admitted(known, NO_HEADERS, null) : held(known, who, rules))
    );
  }

  #deniedAt(place: RuledPlace, asked: Asked, why: Denial): Denied {
    const environment = place.environment ?? PRODUCTION;
    return denied(
      { place, behind: behindOf(place, asked), environment, who: null, asked, version: null, plan: null },
      why,
    );
  }
}

/** Refuses a key of one environment where another one is reached. */
function elsewhere(known: Known): Denied | undefined {
  const { place, environment, who } = known;
  const there = place.ruled.environments.get(environment)?.address ?? null;
  if (place.environment === null ? there === null : place.environment === environment) return undefined;
  const at = there ?? "the API's own address";
  const what = who === null ? "This request" : "This key";
  return denied(known, denial("key.environment", `${what} is for ${environment}. Ask at ${at}.`));
}

/** Finds the version, and refuses one that answers no more or not yet. */
function versioned(known: Known): Denied | undefined {
  const { place, behind, environment, asked } = known;
  const found = versionAsked(place.ruled, { header: asked.header("api-version"), behind, environment });
  if ("admitted" in found) return denied(known, found);
  known.version = found;
  return undefined;
}

/** Holds a client to its subscription, its plan and its limits. */
function held(known: Known, who: Who, rules: Rules): Verdict {
  const { place, asked, version, behind, environment } = known;
  const subscription = place.ruled.subscriptions.get(who.clientId);
  if (subscription?.state !== "active") return denied(known, unsubscribed(subscription, place.ruled, who));
  const plan = rules.planOf(subscription, asked.at);
  if (plan === undefined) return denied(known, unsubscribed(undefined, place.ruled, who));
  known.plan = plan;
  const wanted = { method: asked.method, path: asked.path, behind, versionInPath: version?.inPath === true };
  if (!isOperationAllowed(plan, version?.version ?? null, wanted)) return denied(known, notInPlan(plan, asked));
  const { over, waitMs, standing } = subscription.meter.take(plan, asked.at, environment === PRODUCTION);
  const headers = limitHeaders(plan, standing);
  if (over === null) return admitted(known, headers, subscription.organisation);
  return denied(known, overLimit(over, plan, [...headers, "Retry-After", retryAfter(waitMs)]));
}

function admitted(known: Known, limits: readonly string[], organisation: string | null): Verdict {
  const { place, behind, environment, who, version, plan } = known;
  const life = lifeOf(known);
  return {
    admitted: true,
    api: place.ruled.api.api,
    version: version?.version?.version ?? null,
    environment,
    client: who?.client ?? null,
    clientId: who?.clientId ?? null,
    organisation,
    plan: plan?.plan ?? null,
    forwardPath: behind,
    headers: life.length === 0 ? limits : [...limits, ...life],
  };
}

function denied(known: Known, { status, code, detail, outcome, headers }: Denial): Denied {
  const { place, behind, environment, who, version, plan } = known;
  return {
    admitted: false,
    status,
    code,
    detail,
    outcome,
    api: place.ruled.api.api,
    version: version?.version?.version ?? null,
    environment,
    client: who?.client ?? null,
    plan: plan?.plan ?? null,
    forwardPath: behind,
    headers: [...headers, ...lifeOf(known)],
  };
}

/** Where the version is named in the path, its successor is beside it; else it is at the same address, by its header. */
function lifeOf({ place, asked, version }: Known): readonly string[] {
  const found = version?.version ?? null;
  if (found === null || found.state === "live" || found.state === "draft") return NO_HEADERS;
  const at = asked.path.slice(0, place.prefix);
  return lifeHeaders(found, (successor) => (version?.inPath === true ? `${at}/${successor}` : at === "" ? "/" : at));
}

function environmentOf(place: RuledPlace, who: Who | null): string {
  const named = who?.environment ?? place.environment;
  if (named === null || named === undefined) return PRODUCTION;
  return named === LIVE && !place.ruled.environments.has(LIVE) ? PRODUCTION : named;
}

function behindOf({ prefix }: RuledPlace, { path }: Asked): string {
  return path.length === prefix ? "/" : path.slice(prefix);
}

function unready(): Denial {
  return denial("access.unready", "It is not known yet who may pass. Try again in a moment.", ["Retry-After", "1"]);
}

function ambiguous(fault: string): Denial {
  return denial(
    "path.ambiguous",
    `The path ${fault}, so two programs could read it as two paths. Send it as it is meant.`,
  );
}

function nowhere(host: string): Denial {
  const shown = JSON.stringify(host.slice(0, 100));
  return denial("api.unknown", `No API is reached at ${shown} under this path. Check the address.`);
}

function inQuery(): Denial {
  return denial(
    "key.in-query",
    "A key was sent in the address, where logs keep it, so nothing was done. Send it in a header, and replace the key.",
  );
}

const UNSUBSCRIBED: Readonly<Record<"requested" | "suspended" | "ended", string>> = {
  requested: "was asked for and is not approved yet. Wait for the provider, or ask there.",
  suspended: "is suspended by the provider. Ask there why, and what lifts it.",
  ended: "has ended. Ask for a new one.",
};

function unsubscribed(found: RuledSubscription | undefined, { api }: RuledApi, { client }: Who): Denial {
  const { state } = found ?? {};
  if (state === undefined || state === "active") {
    return denial(
      "subscription.missing",
      `${client} has no subscription for ${api.api}. Ask for a plan of this API first.`,
    );
  }
  return denial(`subscription.${state}`, `The subscription of ${client} for ${api.api} ${UNSUBSCRIBED[state]}`);
}

function notInPlan({ plan }: RuledPlan, { method }: Asked): Denial {
  return denial(
    "plan.operation",
    `The plan ${plan} does not have this ${method} operation. Ask for a plan that has it.`,
  );
}

function overLimit(over: "rate" | "quota", plan: RuledPlan, headers: readonly string[]): Denial {
  if (over === "quota") {
    const { requests, period } = plan.quota ?? { requests: 0, period: "month" };
    return denial(
      "quota.used-up",
      `All ${requests} requests of this ${period} are used. Wait for the next ${period}, or ask for a larger plan.`,
      headers,
    );
  }
  return denial(
    "rate.exceeded",
    "Requests come faster than the plan allows. Wait as long as Retry-After says.",
    headers,
  );
}
