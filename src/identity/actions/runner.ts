import { parseInput, type RunAction } from "#http";
import { type Clock, type Ids, invariant, Refusal } from "#kernel";
import type { Reader, State } from "#storage";
import type { Caller } from "../model/caller.ts";
import { reachOf } from "../model/permissions.ts";
import type { Action, AuditNote, ReadContext } from "./action.ts";
import type { Admission } from "./admission.ts";
import { writeAudit } from "./write-audit.ts";

/** What the runner stands on. */
export interface RunnerParts {
  readonly state: State;
  readonly admission: Admission;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * The only way to an action: authorise, then check the input, then run, then check the output. A change, its audit entry
 * and the check of its output are one transaction.
 */
export function runnerOf(parts: RunnerParts): RunAction<Action> {
  return async (action, call) => {
    const by = await parts.admission.admit(call.credentials, action);
    const input = parseInput(action.input, call.input());
    const within = confinementOf(action, by);
    const context = { read: parts.state.read, by, within, now: parts.clock.now(), call };
    await refuseStranger(action, { input, within, read: context.read });
    if (action.kind === "read") return checked(action, await action.read(input, context));
    try {
      return await change(parts, action, { input, context });
    } catch (error) {
      throw within !== null && isManaged(error) ? providersOwn() : error;
    }
  };
}

async function change(
  { state, ids }: RunnerParts,
  action: Action,
  { input, context }: { input: unknown; context: ReadContext },
): Promise<unknown> {
  const prepared = await action.prepare(input, context);
  const { by, within, now, call } = context;
  return state.transact(async (tx) => {
    // Again: it may have changed hands while something slow was prepared.
    await refuseStranger(action, { input, within, read: tx });
    const notes: (AuditNote & { readonly action: string })[] = [];
    const note = (entry: AuditNote & { readonly action: string }): number => notes.push(entry);
    let about: string | undefined;
    const given = {
      tx,
      by,
      within,
      now,
      call,
      note,
      about: (subject: string): string => (about = subject),
      nextId: (prefix: string) => ids.next(prefix),
    };
    const output = checked(action, await action.change(input, given, prepared));
    const own = action.audit(input, output);
    notes.push({ ...own, subject: about ?? own.subject, action: action.name });
    for (const entry of notes) await writeAudit(tx, { ...entry, at: now, by, address: call.address });
    return output;
  });
}

/** How the provider keeps things is told to nobody else. */
function isManaged(error: unknown): boolean {
  return error instanceof Refusal && error.code === "configuration.managed";
}

function providersOwn(): Refusal {
  return new Refusal(
    "conflict",
    "own.kept-by-provider",
    "Your provider keeps this, so it was not changed here. Ask the provider to change it.",
  );
}

/** The organisations that a caller is confined to, who may this with the own only. */
function confinementOf({ may }: Action, { grants }: Caller): readonly string[] | null {
  if (may === "public" || may === "signed-in" || reachOf(grants, may) === "all") return null;
  return grants.organisations;
}

/** Another's and what is absent look alike, so nothing can be guessed. */
async function refuseStranger(
  { owner }: Action,
  { input, within, read }: { input: unknown; within: readonly string[] | null; read: Reader },
): Promise<void> {
  if (within === null || owner === "caller") return;
  const organisation = await owner?.(input, read);
  if (organisation !== undefined && within.includes(organisation)) return;
  throw new Refusal(
    "not-found",
    "own.not-found",
    "There is nothing of this name that belongs to your organisation. Look at its list for what there is.",
  );
}

/** Only what the schema names leaves; a field that is missing there is a bug of ours. */
function checked(action: Action, output: unknown): unknown {
  const parsed = action.output.safeParse(output);
  invariant(parsed.success, `${action.name} answered what its schema does not know: ${parsed.error?.message}`);
  return parsed.data;
}
