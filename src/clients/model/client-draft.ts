/** A client as it shall be. */
export interface ClientDraft {
  /** Its name: 1 to 63 of a to z, 0 to 9 and -. */
  readonly client: string;
  /** The name that it had until now: then it is renamed. Of no effect when it has the new one already. */
  readonly was?: string;
  /** Of the organisation, which must exist. */
  readonly organisation: string;
  readonly title: string;
  readonly description: string;
  /** Where it calls from, as its keys say: live, test; null when it is not said. */
  readonly environment: string | null;
  /** All other names under which it is seen in traffic; those that it has stay when absent. */
  readonly seenAs?: readonly string[];
  /** Whether it is over: its keys are dead then. As it is when absent. */
  readonly retired?: boolean;
}

/** What a list of clients is searched in: all that a person may remember of it, in small letters. */
export function searchTextOf(draft: {
  readonly client: string;
  readonly organisation: string;
  readonly title: string;
  readonly seenAs: readonly string[];
}): string {
  return [draft.client, draft.title, draft.organisation, ...draft.seenAs.toSorted()].join("\n").toLowerCase();
}
