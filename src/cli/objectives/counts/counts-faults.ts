import { countText, Refusal } from "#kernel";

const SHOWN_MAX = 20;

/** What is wrong with a counts file: the first faults in words, the others as a number. */
export class CountsFaults {
  readonly #file: string;
  readonly #shown: string[] = [];
  #total = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get length(): number {
    return this.#total;
  }

  add(line: number, column: number, message: string): void {
    this.#total++;
    if (this.#total <= SHOWN_MAX) this.#shown.push(`${this.#file}, line ${line}, column ${column}: ${message}`);
  }

  /** Throws when there is a fault: nothing may be computed from such a file. */
  refuse(): void {
    if (this.#total === 0) return;
    const more = this.#total - SHOWN_MAX;
    const lines = more > 0 ? [...this.#shown, `and ${countText(more)} more`] : this.#shown;
    throw new Refusal("invalid", "counts.invalid", `Nothing was computed.\n${lines.join("\n")}`);
  }
}
