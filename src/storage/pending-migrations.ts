import { Refusal } from "#kernel";
import { checksumOf, type Migration, type ModuleMigrations } from "./migration.ts";

/** A step as the state remembers it. */
export interface RecordedMigration {
  readonly module: string;
  readonly name: string;
  readonly checksum: string;
  /** The version of the program that took it. */
  readonly program: string;
}

/** A step with the module it belongs to. */
export interface ModuleMigration extends Migration {
  readonly module: string;
}

/**
 * The steps that the state has not taken yet, in the order of the modules. Refuses a state that knows more than the
 * program, and one whose steps were other ones: going on would read rows wrongly.
 */
export function pendingMigrations(
  modules: readonly ModuleMigrations[],
  recorded: readonly RecordedMigration[],
): ModuleMigration[] {
  const known = stepsOf(modules);
  for (const step of recorded) refuseUnfit(known, step);
  const pending = known.filter((step) => !recorded.some((taken) => isSame(step, taken)));
  for (const step of pending) refuseBetween(step, recorded);
  return pending;
}

/** All steps of all modules, in the order in which they are taken. */
export function stepsOf(modules: readonly ModuleMigrations[]): ModuleMigration[] {
  return modules.flatMap(({ module, migrations }) => migrations.map((migration) => ({ module, ...migration })));
}

function isSame(step: ModuleMigration, taken: RecordedMigration): boolean {
  return step.module === taken.module && step.name === taken.name;
}

function refuseUnfit(known: readonly ModuleMigration[], taken: RecordedMigration): void {
  const step = known.find((candidate) => isSame(candidate, taken));
  const name = `${taken.module}/${taken.name}`;
  if (step === undefined) {
    throw new Refusal(
      "unavailable",
      "state.newer",
      `The state was written by a newer Plimsoll (${taken.program}: it has the schema step ${name}, which this program does not know). Start that version or a later one, or restore a backup that was made before the update.`,
      { step: name, program: taken.program },
    );
  }
  if (checksumOf(step) !== taken.checksum) {
    throw new Refusal(
      "unavailable",
      "state.migration-edited",
      `The schema step ${name} is not the one that this state took with Plimsoll ${taken.program}: it was edited after its release, so nobody knows what the tables look like. Install an unchanged release, and write a new step for what is to change.`,
      { step: name, program: taken.program },
    );
  }
}

/** A new step that sorts before a taken one would meet other tables than it was written for. */
function refuseBetween(step: ModuleMigration, recorded: readonly RecordedMigration[]): void {
  const later = recorded.find((taken) => taken.module === step.module && taken.name > step.name);
  if (later === undefined) return;
  throw new Refusal(
    "unavailable",
    "state.migration-order",
    `The schema step ${step.module}/${step.name} comes before ${later.name}, which this state has taken already. Give the new step a later number.`,
    { step: `${step.module}/${step.name}` },
  );
}
