/** What can be made of a version, in the order of a life. */
export const LIFE_STATES = ["live", "deprecated", "retired"] as const;

/** Where a version stands in its life: a draft until something is made of it. */
export const VERSION_STATES = ["draft", ...LIFE_STATES] as const;

/** One of them. */
export type VersionState = (typeof VERSION_STATES)[number];

/** What somebody made of a version, and when (epoch ms). */
export interface LifeFact {
  readonly state: (typeof LIFE_STATES)[number];
  readonly at: number;
  /** Who, by name. */
  readonly by: string;
  /** Of a deprecation: from when on the version may be gone, epoch ms. */
  readonly sunsetAt: number | null;
  /** Of a deprecation: the version to go to; null where there is none. */
  readonly successor: string | null;
}

/** A version with its life so far, the oldest fact first. */
export interface VersionLife {
  readonly version: string;
  readonly createdAt: number;
  readonly facts: readonly LifeFact[];
}

/** Whether a version can be made something now; if not, why, and what to do instead. */
export type Transition = { readonly to: LifeFact["state"] } & (
  | { readonly possible: true }
  | { readonly possible: false; readonly reason: string }
);

/** The state, derived from the facts: a version without one is a draft. */
export function stateOf({ facts }: Pick<VersionLife, "facts">): VersionState {
  return facts.at(-1)?.state ?? "draft";
}

/** What can be made of a version at `now`, and why the rest cannot, in the order of a life. */
export function transitionsOf(life: VersionLife, now: number): Transition[] {
  return LIFE_STATES.map((to) => {
    const reason = reasonAgainst(life, to, now);
    return reason === undefined ? { to, possible: true } : { to, possible: false, reason };
  });
}

/** The one table of a version's life: why it cannot become something now; undefined when it can. */
export function reasonAgainst(life: VersionLife, to: LifeFact["state"], now: number): string | undefined {
  const { version } = life;
  const gone = `Version ${version} is retired, and clients have been told so. Make a new version instead.`;
  const unused = `Version ${version} is a draft that nobody uses yet.`;
  const sunsetAt = life.facts.at(-1)?.sunsetAt ?? 0;
  const early = `Clients of version ${version} were given until ${dayOf(sunsetAt)}. Retire it then, or deprecate it again with another date.`;
  const table: Readonly<Record<VersionState, Readonly<Record<LifeFact["state"], string | undefined>>>> = {
    draft: {
      live: undefined,
      deprecated: `${unused} Make it live first, or delete it.`,
      retired: `${unused} Delete it, or make it live first.`,
    },
    live: {
      live: `Version ${version} is live already.`,
      deprecated: undefined,
      retired: `Version ${version} is live, and its clients do not know that it ends. Deprecate it first, with the date of its end.`,
    },
    deprecated: { live: undefined, deprecated: undefined, retired: now < sunsetAt ? early : undefined },
    retired: { live: gone, deprecated: gone, retired: `Version ${version} is retired already.` },
  };
  return table[stateOf(life)][to];
}

/**
 * The version that a request belongs to which names none: the live one that became live last; where none is live, the
 * deprecated one that was made so last. Undefined: there are only drafts and retired ones.
 */
export function currentVersion(versions: readonly VersionLife[]): string | undefined {
  for (const state of ["live", "deprecated"] as const) {
    const found = versions
      .filter((life) => stateOf(life) === state)
      .toSorted((one, other) => (other.facts.at(-1)?.at ?? 0) - (one.facts.at(-1)?.at ?? 0));
    if (found[0] !== undefined) return found[0].version;
  }
  return undefined;
}

/** The version that was made before this one, with which it is compared; undefined for the first. */
export function previousVersion(versions: readonly VersionLife[], version: string): string | undefined {
  const inOrder = versions.toSorted((one, other) => one.createdAt - other.createdAt);
  const index = inOrder.findIndex((one) => one.version === version);
  return index <= 0 ? undefined : inOrder[index - 1]?.version;
}

/** "2027-06-30": the day in UTC. */
function dayOf(at: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toString().slice(0, 10);
}
