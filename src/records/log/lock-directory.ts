import { link, mkdir, mkdtemp, readFile, rm, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Refusal } from "#kernel";
import { isAbsent } from "./is-absent.ts";

const LOCK = "lock";
/** Held for the moment in which a dead process's lock is replaced. */
const TAKEOVER = "lock.takeover";

/** A directory that is ours until it is released. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/** Who holds a lock: the start of the process tells it from a later one that got the same number. */
interface Holder {
  readonly pid: number;
  /** Clock ticks since the machine's start; "" where the system does not tell. */
  readonly started: string;
}

/**
 * Makes a directory ours, and makes it when it is absent. Refuses while another living process holds it, or this one
 * does already; what a dead process left is taken over. Processes that do not see each other (two containers with one
 * volume) are not told apart from dead ones.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, LOCK);
  if (!(await claim(path))) await takeOver(directory, path);
  return { release: () => unlink(path).catch(isAbsent) };
}

async function takeOver(directory: string, path: string): Promise<void> {
  await refuseIfHeld(directory, path);
  const takeover = join(directory, TAKEOVER);
  if (!(await claim(takeover))) {
    await refuseIfHeld(directory, takeover);
    await unlink(takeover).catch(isAbsent);
    if (!(await claim(takeover))) throw held(directory, 0);
  }
  try {
    // Another may have been quicker between the first look and the claim.
    await refuseIfHeld(directory, path);
    await unlink(path).catch(isAbsent);
    if (!(await claim(path))) throw held(directory, 0);
  } finally {
    await unlink(takeover).catch(isAbsent);
  }
}

/** Makes the file with our name in it; false when it is there. It is linked when it is written: nobody reads half a name. */
async function claim(path: string): Promise<boolean> {
  const holder: Holder = { pid: process.pid, started: (await startOf(process.pid)) ?? "" };
  const folder = await mkdtemp(`${path}.`);
  try {
    await writeFile(join(folder, LOCK), JSON.stringify(holder));
    await link(join(folder, LOCK), path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function refuseIfHeld(directory: string, path: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== undefined && (await lives(holder))) throw held(directory, holder.pid);
}

/** Undefined when the file went away, or a power cut left nothing in it. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const holder = JSON.parse(await readFile(path, "utf8")) as Partial<Holder>;
    return typeof holder.pid === "number" ? { pid: holder.pid, started: holder.started ?? "" } : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) isAbsent(error);
    return undefined;
  }
}

async function lives({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there, and belongs to somebody else.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = await startOf(pid);
  return now === undefined || started === "" || now === started;
}

/**
 * The 22nd field of /proc/PID/stat; the second may hold spaces and parentheses. "ended" when only its parent still
 * remembers the process; undefined without /proc.
 */
async function startOf(pid: number): Promise<string | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "ended" : fields[19];
  } catch (error) {
    isAbsent(error);
    return undefined;
  }
}

function held(directory: string, pid: number): Refusal {
  const who = pid === 0 ? "Another process" : `The process ${pid}`;
  return new Refusal(
    "unavailable",
    "log.locked",
    `${who} holds the directory ${directory}. Two writers would spoil it: end the other one first, or give this one a directory of its own.`,
    { directory, pid },
  );
}
