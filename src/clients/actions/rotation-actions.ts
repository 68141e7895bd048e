import { z } from "zod";
import { changeAction, type Action } from "#identity";
import { DAY_MS, Refusal, SECOND_MS } from "#kernel";
import { clientField, keyId, keySchema, newKeySchema } from "../contract.ts";
import { endOfReplaced, keyStateOf } from "../model/key-state.ts";
import { updateKey } from "../store/keys.ts";
import { existingClient, ownerOfClient } from "./existing-client.ts";
import { auditOf, existingKey, type KeyParts, keyView, refuseOver } from "./key-actions.ts";
import { addKey } from "./save-key.ts";

const OVERLAP_USUAL_SECONDS = (7 * DAY_MS) / SECOND_MS;
const OVERLAP_MAX_SECONDS = (90 * DAY_MS) / SECOND_MS;
const place = { client: clientField, key: keyId };

/** A key takes the place of another, and both work for a while; or everything is as it was before. */
export function rotationActions(parts: KeyParts): Record<"rotate" | "undo", Action> {
  return { rotate: rotateKey(parts), undo: undoRotation(parts) };
}

/** A new key; the old one ends after the overlap (7 days unless said otherwise, at most 90; 0: at once). */
function rotateKey({ book, entropy }: KeyParts): Action {
  return changeAction({
    name: "key.rotate",
    may: "key:write",
    owner: ownerOfClient,
    input: z.strictObject({
      ...place,
      overlapSeconds: z.number().int().min(0).max(OVERLAP_MAX_SECONDS).default(OVERLAP_USUAL_SECONDS),
    }),
    output: newKeySchema,
    run: async ({ client: name, key, overlapSeconds }, { tx, now, nextId, by }) => {
      const client = await existingClient(tx, name);
      const before = await existingKey(tx, client, key);
      refuseOver(before, now);
      const expiresAt = endOfReplaced(before.expires_at, now, overlapSeconds * SECOND_MS);
      const old = { ...before, expires_at: expiresAt, expired_before: before.expires_at };
      await updateKey(tx, old);
      const draft = {
        client,
        environment: before.environment,
        scopes: JSON.parse(before.scopes) as string[],
        expiresAt: null,
        replaces: before.id,
      };
      const { row, text } = await addKey(tx, draft, { now, nextId, by: by.name, book, entropy });
      tx.afterCommit(() => book.put(old));
      return { ...keyView(row, client, now), key: text };
    },
    audit: (_input, { key: _secret, ...key }) => auditOf(key),
  });
}

/** Takes a rotation back: the new key is revoked, and the old one lives as long as it would have. It must not be over yet. */
function undoRotation({ book }: KeyParts): Action {
  return changeAction({
    name: "key.undo-rotation",
    may: "key:write",
    owner: ownerOfClient,
    input: z.strictObject(place),
    output: keySchema,
    run: async ({ client: name, key }, { tx, now, by }) => {
      const client = await existingClient(tx, name);
      const made = await existingKey(tx, client, key);
      if (made.replaces === null || made.revoked_at !== null) throw notReplacing();
      const replaced = await existingKey(tx, client, made.replaces);
      if (keyStateOf(replaced, now) !== "live") throw overAlready();
      const old = { ...replaced, expires_at: replaced.expired_before, expired_before: null };
      const gone = { ...made, revoked_at: now, revoked_by: by.name, reason: "The rotation was taken back." };
      for (const row of [old, gone]) {
        await updateKey(tx, row);
        tx.afterCommit(() => book.put(row));
      }
      return keyView(old, client, now);
    },
    audit: ({ key }, old) => ({ subject: `key:${key}`, facts: { client: old.client, back: old.id } }),
  });
}

function notReplacing(): Refusal {
  return new Refusal(
    "conflict",
    "key.not-replacing",
    "This key takes the place of none, or is revoked already, so there is no rotation to take back. Load the keys again.",
  );
}

function overAlready(): Refusal {
  return new Refusal(
    "conflict",
    "key.over",
    "The old key works no more, so the rotation cannot be taken back, and nothing was changed. Go on with the new one.",
  );
}
