import type { Receiver } from "./decision.ts";
import type { Facts } from "./facts.ts";
import type { GroupNotice } from "#alerting";
import { ACKNOWLEDGEMENT_MS, type Policy, type Step } from "./policy.ts";

/** A notice, as a group of orders gives it first. */
export function notice(given: Partial<GroupNotice> = {}): GroupNotice {
  return {
    group: "grp_1",
    reason: "first",
    at: 0,
    due: 0,
    since: 0,
    policy: "standard",
    repeatMs: 4 * 3_600_000,
    urgency: "page",
    title: "orders/availability fires for orders",
    sentences: ["Orders fails 12 % of its requests."],
    firing: 1,
    came: 1,
    ended: 0,
    labels: { api: "orders" },
    url: "https://plimsoll.example/groups/grp_1",
    ...given,
  };
}

/** Steps that page the person of each name, five minutes apart. */
export function paging(...names: string[]): Step[] {
  return names.map((name, index) => ({
    act: "page",
    targets: [{ kind: "person", name }],
    afterMs: index === 0 ? 0 : 300_000,
  }));
}

/** A policy of two steps, two rounds and a fallback. */
export function policy(given: Partial<Policy> = {}): Policy {
  return {
    steps: paging("ana", "ben"),
    rounds: 2,
    fallback: { kind: "person", name: "cho" },
    acknowledgementMs: ACKNOWLEDGEMENT_MS,
    only: null,
    acknowledgements: 1,
    ...given,
  };
}

/** Everybody is reached who is not among the `absent`. */
export function facts({ steps, fallback }: Policy, absent: readonly string[] = []): Facts {
  return {
    steps: steps.map(({ targets }) =>
      targets.map((target) => {
        const isAbsent = absent.includes(target.name);
        const trouble = isAbsent ? `${target.name} has no verified contact method` : null;
        return { target, receivers: isAbsent ? [] : [person(target.name)], trouble };
      }),
    ),
    fallback: fallback === null || absent.includes(fallback.name) ? [] : [person(fallback.name)],
    told: [],
  };
}

/** A person as a receiver. */
function person(name: string): Receiver {
  return { kind: "person", name };
}
