import { isSystemError, Refusal } from "#kernel";

/** Why lines of a followed path wait, what that means and what to do. */
export function faultText(path: string, fault: unknown): string {
  if (fault instanceof Refusal) return fault.detail;
  if (isSystemError(fault)) {
    const text = SYSTEM[fault.code ?? ""];
    if (text !== undefined) return text(fault.path ?? path);
  }
  const why = fault instanceof Error ? fault.message : String(fault);
  return `${path} is not read at the moment (${why}). Its lines wait, and it is tried again.`;
}

const SYSTEM: Readonly<Record<string, (path: string) => string>> = {
  EACCES: (path) =>
    `${path} may not be read by the user that Plimsoll runs as, so its requests are not counted. Let it: setfacl -m u:USER:r ${path}, or add the user to the log's group (on Debian: adm); its directory needs x. It is tried again, and nothing is lost until the log is rotated away.`,
  EISDIR: (path) => `${path} is a directory. Name the file in it, or all of them: ${path}/*.log`,
  ENOTDIR: (path) => `${path} cannot be there: a part of its path is a file. Correct the path of the API's log.`,
  ENOSPC: (path) =>
    `The disk is full, so it cannot be kept how far logs were read (${path}). Lines wait until there is room.`,
  EMFILE: (path) => `Too many files are open to read ${path}. Raise the limit of the process (ulimit -n); lines wait.`,
};

/** There is no file. */
export function waitingText(path: string): string {
  return `${path} is not there. It is read from its beginning when it comes; if it never does, correct the path of the API's log.`;
}

/** A file was cut or removed before it was read to its end. */
export function lostText(path: string): string {
  return `A file that ${path} named was cut or removed, and neither it nor a copy of it was found beside it. What was written to it after the last look, a second before at most, is not counted. Let rotation rename files, or keep their copies in the same directory.`;
}
