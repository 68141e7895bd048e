import { allEscalations, EVERYBODY, type Target } from "#escalation";
import { findPersonBy, findTeam } from "#identity";
import { Refusal } from "#kernel";
import { channelExists } from "#notification";
import { scheduleExists } from "#oncall";
import type { Reader } from "#storage";

/** Refuses an escalation that names somebody or something that is not there. */
export async function refuseMissingTargets(read: Reader, targets: readonly Target[]): Promise<void> {
  const missing: string[] = [];
  for (const { kind, name } of targets) if (!(await isThere(read, kind, name))) missing.push(`${kind} ${name}`);
  refuse(missing);
}

/** Refuses a routing that names an escalation that is not there. */
export async function refuseMissingEscalations(read: Reader, names: ReadonlySet<string>): Promise<void> {
  const there = new Set((await allEscalations(read)).map(({ name }) => name));
  refuse([...names].filter((name) => name !== EVERYBODY && !there.has(name)).map((name) => `escalation ${name}`));
}

/** Refuses a team by a schedule that is not there. */
export async function refuseMissingSchedule(read: Reader, schedule: string | null): Promise<void> {
  if (schedule !== null && !(await scheduleExists(read, schedule))) refuse([`schedule ${schedule}`]);
}

async function isThere(read: Reader, kind: Target["kind"], name: string): Promise<boolean> {
  switch (kind) {
    case "person":
      return (await findPersonBy(read, "handle", name)) !== undefined;
    case "schedule":
      return await scheduleExists(read, name);
    case "team":
      return (await findTeam(read, name)) !== undefined;
    case "channel":
      return await channelExists(read, name);
    case "responders":
    case "administrators":
      return true;
  }
}

function refuse(missing: readonly string[]): void {
  if (missing.length === 0) return;
  throw new Refusal(
    "invalid",
    "configuration.missing-reference",
    `There is no ${missing.join(", no ")}, neither here nor in the texts, so nothing was done. Write it in one of the texts, or correct the name.`,
  );
}
