import type { z } from "zod";
import type { objectChangeSchema } from "../contract.ts";
import type { ObjectChange } from "../model/difference.ts";
import type { Effect, Json } from "../model/wanted.ts";

/** Fields of which only the beginning is shown. */
const HIDDEN: ReadonlySet<string> = new Set(["keys", "openapi", "headers", "address"]);
const HASH_SHOWN = 8;

/** A change as it may be seen: without whole hashes, of keys and documents. */
export function shown(
  { fields, ...change }: Omit<ObjectChange, "effects">,
  effects: readonly Effect[] = [],
): z.input<typeof objectChangeSchema> {
  return {
    ...change,
    ...(effects.length === 0 ? {} : { effects: [...effects] }),
    fields: fields.map(({ field, from, to }) => {
      const hide = (value: Json): Json => (HIDDEN.has(field) ? shortened(value) : value);
      return {
        field,
        ...(from === undefined ? {} : { from: hide(from) }),
        ...(to === undefined ? {} : { to: hide(to) }),
      };
    }),
  };
}

/** Every text of 64 hexadecimal digits, cut; of a secret, that there is one. */
function shortened(value: Json): Json {
  if (typeof value === "string") return /^[0-9a-f]{64}$/i.test(value) ? `${value.slice(0, HASH_SHOWN)}…` : value;
  if (value === null || typeof value !== "object") return value;
  if ("secret" in value) return "a secret";
  if (Array.isArray(value)) return value.map((each: Json) => shortened(each));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shortened(each)]));
}
