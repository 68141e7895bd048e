import type { Random } from "#kernel";
import { hex } from "./hex.ts";

/** Ids are whole numbers from 1 to this. */
const IDS = 100_000;

/** Puts ids into a path template: a UUID for a parameter whose name ends with "Uuid", a number for others. */
export class PathFiller {
  readonly hasIds: boolean;
  readonly #first: string;
  readonly #parts: readonly { readonly isUuid: boolean; readonly literal: string }[];

  constructor(template: string) {
    const [first = "", ...others] = template.split("{");
    this.#first = first;
    this.#parts = others.map((part) => {
      const [name = "", literal = ""] = part.split("}", 2);
      return { isUuid: name.endsWith("Uuid"), literal };
    });
    this.hasIds = others.length > 0;
  }

  fill(random: Random): string {
    let path = this.#first;
    for (const part of this.#parts) path += (part.isUuid ? uuid(random) : String(1 + random.below(IDS))) + part.literal;
    return path;
  }
}

/** A version 4 UUID. */
function uuid(random: Random): string {
  const digits = Array.from({ length: 4 }, () => hex(random.below(4_294_967_296))).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20)}`;
}
