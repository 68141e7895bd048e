/** A text that stands for a registered client. */
export interface RegisteredName {
  readonly name: string;
  readonly client: string;
}

/** Shorter ones are alike by chance. */
const LETTERS_LEAST = 4;
/** What follows is never what tells two programs apart. */
const LETTERS_MAX = 64;

/**
 * Finds the registered client that an observed name looks like: the same letters and digits whatever the case, the
 * separators and a version behind it ("Acme_Shop/2.1" and "acme-shop"), or all but one of them. It reads letter by letter;
 * no name can make it slow.
 */
export class Lookalikes {
  readonly #byForm = new Map<string, string>();

  constructor(registered: readonly RegisteredName[]) {
    for (const { name, client } of registered) {
      const form = formOf(name);
      if (form.length >= LETTERS_LEAST && !this.#byForm.has(form)) this.#byForm.set(form, client);
    }
  }

  /** The name of the client; undefined when none is alike. */
  of(observed: string): string | undefined {
    const form = formOf(observed);
    if (form.length < LETTERS_LEAST) return undefined;
    const same = this.#byForm.get(form);
    if (same !== undefined) return same;
    for (const [known, client] of this.#byForm) if (isOneApart(form, known)) return client;
    return undefined;
  }
}

/** Letters and digits in small, without a version at the end. */
function formOf(name: string): string {
  const letters = [
    ...name
      .slice(0, 2 * LETTERS_MAX)
      .normalize("NFKC")
      .toLowerCase(),
  ];
  const kept = letters.filter((letter) => /[\p{L}\p{N}]/u.test(letter)).slice(0, LETTERS_MAX);
  let end = kept.length;
  while (end > LETTERS_LEAST && /\p{N}/u.test(kept[end - 1] ?? "")) end--;
  return kept.slice(0, end).join("");
}

/** Whether one letter more, less or other, or two that changed places, makes the one the other. */
function isOneApart(a: string, b: string): boolean {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  if (long.length > short.length) return long.slice(at + 1) === short.slice(at);
  if (long.slice(at + 1) === short.slice(at + 1)) return true;
  return long[at] === short[at + 1] && long[at + 1] === short[at] && long.slice(at + 2) === short.slice(at + 2);
}
