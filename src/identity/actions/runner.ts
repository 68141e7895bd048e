import { parseInput, type RunAction } from "#http";
import { type Clock, type Ids, invariant } from "#kernel";
import type { State } from "#storage";
import type { Action, ReadContext } from "./action.ts";
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
    const context = { read: parts.state.read, by, now: parts.clock.now(), call };
    if (action.kind === "read") return checked(action, await action.read(input, context));
    return change(parts, action, { input, context });
  };
}

async function change(
  { state, ids }: RunnerParts,
  action: Action,
  { input, context }: { input: unknown; context: ReadContext },
): Promise<unknown> {
  const prepared = await action.prepare(input, context);
  const { by, now, call } = context;
  return state.transact(async (tx) => {
    const given = { tx, by, now, call, nextId: (prefix: string) => ids.next(prefix) };
    const output = checked(action, await action.change(input, given, prepared));
    await writeAudit(tx, { ...action.audit(input, output), at: now, by, action: action.name, address: call.address });
    return output;
  });
}

/** Only what the schema names leaves; a field that is missing there is a bug of ours. */
function checked(action: Action, output: unknown): unknown {
  const parsed = action.output.safeParse(output);
  invariant(parsed.success, `${action.name} answered what its schema does not know: ${parsed.error?.message}`);
  return parsed.data;
}
