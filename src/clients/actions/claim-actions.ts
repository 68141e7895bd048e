import { z } from "zod";
import { type Action, changeAction } from "#identity";
import { Refusal } from "#kernel";
import { clientField, clientSchema, seenName } from "../contract.ts";
import { namesOf } from "../store/clients.ts";
import { clientView } from "./client-views.ts";
import { existingClient } from "./existing-client.ts";
import { saveClient } from "./save-client.ts";
import type { OnClientChanged } from "./saving.ts";

const input = z.strictObject({ client: clientField, name: seenName });

/**
 * A name that is seen in traffic belongs to a registered client, or does so no longer. For the provider only: whoever
 * claims a name claims its traffic.
 */
export function claimActions(changed: OnClientChanged): Record<"claim" | "release", Action> {
  return {
    claim: claimAction("client.claim", changed, (seenAs, name) => [...seenAs, name]),
    release: claimAction("client.release", changed, (seenAs, name) => {
      if (!seenAs.includes(name)) throw notClaimed(name);
      return seenAs.filter((each) => each !== name);
    }),
  };
}

type ChangeNames = (seenAs: readonly string[], name: string) => string[];

function claimAction(action: string, changed: OnClientChanged, change: ChangeNames): Action {
  return changeAction({
    name: action,
    may: "client:write",
    input,
    output: clientSchema,
    run: async ({ client, name }, { tx, now, nextId }) => {
      const before = await existingClient(tx, client);
      const names = await namesOf(tx, before.id);
      const seenAs = names.filter(({ kind }) => kind === "seen").map((row) => row.name);
      const draft = { ...before, seenAs: change(seenAs, name) };
      const { row } = await saveClient(tx, draft, { now, nextId, managedBy: null, changed });
      return clientView(tx, row, null);
    },
    audit: ({ name }, { client, revision }) => ({ subject: `client:${client}`, facts: { name, revision } }),
  });
}

function notClaimed(name: string): Refusal {
  return new Refusal(
    "not-found",
    "client.not-claimed",
    `"${name}" is not among the names under which this client is seen, so nothing was changed. Load the client again.`,
    { name },
  );
}
