import { isSystemError, Refusal, type RefusalKind, type SystemError } from "#kernel";
import { printable } from "./terminal/layout.ts";

/** Exit codes that users' scripts rely on (docs/manual/exit-codes.md). */
export const EXIT = { done: 0, no: 1, wrongUse: 2, notNow: 3, bug: 70 } as const;

const EXIT_BY_KIND: Readonly<Record<RefusalKind, number>> = {
  invalid: EXIT.wrongUse,
  "not-found": EXIT.wrongUse,
  limit: EXIT.wrongUse,
  conflict: EXIT.wrongUse,
  unauthenticated: EXIT.wrongUse,
  forbidden: EXIT.wrongUse,
  stale: EXIT.no,
  unavailable: EXIT.notNow,
};

/**
 * Says a refusal on standard error and gives the exit code; so it does when the system refuses something (a right, a
 * place, room). Anything else is a bug of ours, and is told as one.
 */
export function refused(error: unknown): number {
  if (error instanceof Refusal) {
    // Names come from files and arguments: they must not steer the terminal.
    process.stderr.write(`plimsoll: ${error.detail.split("\n").map(printable).join("\n")}\n`);
    return EXIT_BY_KIND[error.kind];
  }
  if (isSystemError(error)) {
    process.stderr.write(`plimsoll: ${systemText(error)}\n`);
    return EXIT.notNow;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `plimsoll: this is a bug of ours, nothing was reported. Please tell us, with these lines:\n${trace}\n`,
  );
  return EXIT.bug;
}

/** "EACCES: permission denied, mkdir '/var/lib/plimsoll'", and what to look at. */
function systemText({ message, path }: SystemError): string {
  const where =
    path === undefined
      ? ""
      : ` Look at ${printable(path)}: is the path right, may this user read and write there, has the disk room?`;
  return `the system refused. ${printable(message)}.${where}`;
}
