/** An error of a call to the system, such as Node throws it. */
export interface SystemError extends Error {
  /** "ENOSPC", "EACCES". */
  readonly code?: string;
  readonly syscall: string;
  readonly path?: string;
}

/** Whether the system refused something: a right, a place, room. Nothing of ours is wrong then. */
export function isSystemError(fault: unknown): fault is SystemError {
  return fault instanceof Error && typeof (fault as Partial<SystemError>).syscall === "string";
}
