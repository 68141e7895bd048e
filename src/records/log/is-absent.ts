/** Lets pass that a file is not there (any more), which was wanted or expected; every other error flies. */
export function isAbsent(error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  // ESRCH: a process ended while its file in /proc was read.
  if (code !== "ENOENT" && code !== "ESRCH") throw error;
}
