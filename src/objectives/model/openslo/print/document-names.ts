import { slugOf } from "../slug-of.ts";

const LENGTH_MAX = 63;

/** Names of documents: DNS labels, each once for its kind. */
export class DocumentNames {
  readonly #taken = new Set<string>();

  /** A label that reads like the text; with a number behind it where it is taken. */
  nameFor(kind: string, text: string): string {
    const slug = slugOf(text);
    const base = slug === "" ? "unnamed" : slug;
    let name = base;
    for (let number = 2; this.#taken.has(`${kind} ${name}`); number++) {
      const suffix = `-${number}`;
      name = `${base.slice(0, LENGTH_MAX - suffix.length).replace(/-$/, "")}${suffix}`;
    }
    this.#taken.add(`${kind} ${name}`);
    return name;
  }
}
