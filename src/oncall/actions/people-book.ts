import { everyPerson } from "#identity";
import type { z } from "zod";
import type { Reader } from "#storage";
import type { onCallNowSchema } from "../contract.ts";
import { type Standing, standingWarning } from "../model/words.ts";

type PersonView = z.input<typeof onCallNowSchema>["people"][number];

/** Who is behind the handles that schedules name, as of one look. */
export class PeopleBook {
  readonly #people: ReadonlyMap<string, { readonly name: string; readonly isDisabled: boolean }>;

  private constructor(people: ReadonlyMap<string, { readonly name: string; readonly isDisabled: boolean }>) {
    this.#people = people;
  }

  static async open(read: Reader): Promise<PeopleBook> {
    const people = await everyPerson(read);
    return new PeopleBook(
      new Map(people.map(({ handle, name, disabled_at: at }) => [handle, { name, isDisabled: at !== null }])),
    );
  }

  standingOf(handle: string): Standing {
    const person = this.#people.get(handle);
    if (person === undefined) return "unknown";
    return person.isDisabled ? "disabled" : "active";
  }

  view(handle: string): PersonView {
    return { handle, name: this.#people.get(handle)?.name ?? handle, state: this.standingOf(handle) };
  }

  /** A sentence for each who cannot be told. */
  warningsOf(handles: readonly string[]): string[] {
    return handles.flatMap((handle) => standingWarning(handle, this.standingOf(handle)) ?? []);
  }
}
