/** How many clients did what in a period. */
export interface ActivityFigures {
  /** Sent at least one request. */
  readonly active: number;
  /** Active, and never before as far as counts reach. */
  readonly new: number;
  /** Active, not in the period before, but earlier. */
  readonly returning: number;
  /** Active in the period before, and not in this one. */
  readonly lost: number;
}

/** Registered and observed clients apart. */
export interface PeriodActivity {
  readonly registered: ActivityFigures;
  readonly observed: ActivityFigures;
}

/**
 * Who came, came back and stayed away, period by period. `periods` has the names of the active clients of each, oldest
 * first, one under each client's name; `before` all that were active earlier than the first; `last` those of the period
 * right before the first. active = new + returning + those who stayed.
 */
export function clientActivity(given: {
  readonly periods: readonly ReadonlySet<string>[];
  readonly last: ReadonlySet<string>;
  readonly before: ReadonlySet<string>;
  readonly isRegistered: (client: string) => boolean;
}): PeriodActivity[] {
  const seen = new Set([...given.before, ...given.last]);
  let last = given.last;
  return given.periods.map((active) => {
    const figures = { registered: none(), observed: none() };
    const of = (client: string): Counting => (given.isRegistered(client) ? figures.registered : figures.observed);
    for (const client of active) {
      const counting = of(client);
      counting.active++;
      if (!seen.has(client)) counting.new++;
      else if (!last.has(client)) counting.returning++;
    }
    for (const client of last) if (!active.has(client)) of(client).lost++;
    for (const client of active) seen.add(client);
    last = active;
    return figures;
  });
}

type Counting = { -readonly [Figure in keyof ActivityFigures]: number };

function none(): Counting {
  return { active: 0, new: 0, returning: 0, lost: 0 };
}

/** What is told of clients in a period. */
export const ACTIVITY_FIGURES = ["active", "new", "returning", "lost"] as const;

/** One of them. */
export type ActivityFigure = (typeof ACTIVITY_FIGURES)[number];

/** The clients that a figure of one period counts, by name. The sets are those of `clientActivity` for that period. */
export function clientsWith(
  figure: ActivityFigure,
  { active, last, before }: Readonly<Record<"active" | "last" | "before", ReadonlySet<string>>>,
): string[] {
  const counted = figure === "lost" ? [...last.difference(active)] : [...active];
  const isCounted = (client: string): boolean => {
    if (figure === "new") return !last.has(client) && !before.has(client);
    return figure !== "returning" || (!last.has(client) && before.has(client));
  };
  return counted.filter(isCounted).toSorted();
}
