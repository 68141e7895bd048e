import { parseInput, type RunAction } from "#http";
import type { Action } from "#identity";
import type { Reader } from "#storage";
import type { EventStream, Whose } from "./event-stream.ts";
import { topicsOf } from "./topics.ts";

interface TellingParts {
  readonly stream: Pick<EventStream, "changed" | "admitAnew">;
  readonly read: Reader;
  /** Resolves when what was changed until now decides who may pass. */
  readonly settled: () => Promise<void>;
}

/** Who may what is looked up when a stream is opened: what changes it has those that are open begin anew. */
const CHANGES_WHO_MAY =
  /^(person\.|member\.remove|invitation\.accept|organisation\.delete|account\.end-|token\.revoke|configuration\.apply)/;

/**
 * Runs actions, and tells pages of each change when it is durable: by the topic of what it takes, and whose thing it was.
 * A text that was applied holds when its answer comes: scripts go on with a request through the gateway.
 */
export function tellingRun(run: RunAction<Action>, { stream, read, settled }: TellingParts): RunAction<Action> {
  return async (action, call) => {
    const output = await run(action, call);
    if (action.kind !== "change") return output;
    const whose = await whoseOf(action, { input: parseInput(action.input, call.input()), output, read });
    for (const topic of topicsOf(action)) stream.changed(topic, topic === "settings" ? "provider" : whose);
    if (CHANGES_WHO_MAY.test(action.name)) stream.admitAnew();
    if (action.name === "configuration.apply") await settled();
    return output;
  };
}

interface Done {
  readonly input: unknown;
  readonly output: unknown;
  readonly read: Reader;
}

/** A public plan is everybody's, a private one that of those who see it; of all else the organisation hears whose it is. */
async function whoseOf({ may, owner }: Action, { input, output, read }: Done): Promise<Whose> {
  const { visibility, organisations = [], organisation } = (output ?? {}) as Told;
  if (may === "plan:write") return visibility === "public" ? "everybody" : { organisations };
  if (typeof organisation === "string") return { organisations: [organisation] };
  // The change is made: that nobody can say whose it was must not look as if it had failed.
  const owning = typeof owner === "function" ? await owner(input, read).catch(() => undefined) : undefined;
  return owning === undefined ? "provider" : { organisations: [owning] };
}

/** What answers say of whose a thing is. */
interface Told {
  readonly visibility?: string;
  readonly organisations?: readonly string[];
  readonly organisation?: unknown;
}
