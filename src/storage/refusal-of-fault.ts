import { Refusal } from "#kernel";

/** What an engine says when the world around it is at fault, and what it means for people. Anything else is a bug. */
const FAULTS: Readonly<Record<string, () => Refusal>> = {
  full: () =>
    unavailable(
      "state.disk-full",
      "The disk of the state is full, so the change was not made. Free space in the data directory; Plimsoll goes on by itself.",
    ),
  busy: () =>
    unavailable(
      "state.busy",
      "Another process held the state for too long, so the change was not made. Try again; end the other process if it stays.",
    ),
  broken: () =>
    unavailable(
      "state.broken",
      "The state cannot be read or written: the disk reports an error or the file is damaged. Look at the system's log, and restore the last backup if the file is damaged.",
    ),
  away: () =>
    unavailable(
      "state.away",
      "PostgreSQL does not answer, so nothing was changed. Plimsoll goes on by itself as soon as it does.",
    ),
};

/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html. */
const SQLITE: Readonly<Record<number, string>> = {
  5: "busy",
  6: "busy",
  10: "broken",
  11: "broken",
  13: "full",
  26: "broken",
};

/** Classes and codes of PostgreSQL, appendix A of its manual, and of the socket below it. */
const POSTGRES: readonly [RegExp, string][] = [
  [/^(?:40001|40P01|55P03)$/, "busy"],
  [/^(?:08...|25P03|57P0[1-3]|53300|ECONN\w+|EPIPE|ENOENT|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH)$/, "away"],
  [/^53100$/, "full"],
  [/^(?:58...|XX...)$/, "broken"],
];

/** The refusal for a fault of disk, network or neighbours; undefined for everything else. */
export function refusalOfFault(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  if (typeof errcode === "number") return FAULTS[SQLITE[errcode & 0xff] ?? ""]?.();
  if (typeof code === "string") {
    return FAULTS[POSTGRES.find(([pattern]) => pattern.test(code))?.[1] ?? ""]?.();
  }
  // pg tells a connection that ended, or that took too long to come, by its words only.
  return /^(?:Connection terminated|timeout exceeded when trying to connect)/.test(error.message)
    ? FAULTS["away"]?.()
    : undefined;
}

function unavailable(code: string, detail: string): Refusal {
  return new Refusal("unavailable", code, detail, { retryAfterSeconds: 5 });
}
