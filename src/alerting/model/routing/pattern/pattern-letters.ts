import { Refusal } from "#kernel";

/** Names and numbers in a pattern are no longer. */
const NAME_LETTERS_MAX = 100;

/** The letters of a pattern (code points), read from the front. */
export class PatternLetters {
  readonly #letters: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#letters = [...text];
  }

  get at(): number {
    return this.#at;
  }

  get done(): boolean {
    return this.#at >= this.#letters.length;
  }

  /** The next letter, or one after it; "" at the end. */
  peek(ahead = 0): string {
    return this.#letters[this.#at + ahead] ?? "";
  }

  next(): string {
    const letter = this.peek();
    this.#at += 1;
    return letter;
  }

  /** Takes a text if it stands here. */
  take(text: string): boolean {
    if (!this.startsWith(text)) return false;
    this.#at += text.length;
    return true;
  }

  startsWith(text: string): boolean {
    return this.#letters.slice(this.#at, this.#at + text.length).join("") === text;
  }

  /** The text before the next `end`, which is taken too; undefined, and nothing is taken, when none is near. */
  until(end: string): string | undefined {
    const most = Math.min(NAME_LETTERS_MAX, this.#letters.length - this.#at);
    for (let length = 0; length < most; length += 1) {
      if (this.#letters.slice(this.#at + length, this.#at + length + end.length).join("") !== end) continue;
      const text = this.#letters.slice(this.#at, this.#at + length).join("");
      this.#at += length + end.length;
      return text;
    }
    return undefined;
  }

  back(to: number): void {
    this.#at = to;
  }

  /** What is wrong, and at which letter, from 1. */
  fault(detail: string, at = this.#at): Refusal {
    const sentence = `the regular expression ${detail} (letter ${at + 1} of it).`;
    return new Refusal("invalid", "pattern.malformed", sentence, { letter: at + 1 });
  }
}
