import { Refusal } from "#kernel";

/**
 * What the sender believes of the thing that it changes: a revision (`If-Match`), that it is there (`If-Match: *`),
 * that it is not (`If-None-Match: *`), or nothing.
 */
export type Precondition =
  | { readonly kind: "none" }
  | { readonly kind: "exists" }
  | { readonly kind: "absent" }
  | { readonly kind: "revision"; readonly tags: readonly string[] };

/** The entity tag of a revision: `"r7"`. */
export function entityTag(revision: number): string {
  return `"r${revision}"`;
}

/** Reads the two headers. Refuses what is no tag of ours only by never being equal to one. */
export function preconditionOf(ifMatch: string | undefined, ifNoneMatch: string | undefined): Precondition {
  if (ifMatch?.trim() === "*") return { kind: "exists" };
  if (ifMatch !== undefined) return { kind: "revision", tags: tagsOf(ifMatch) };
  return ifNoneMatch?.trim() === "*" ? { kind: "absent" } : { kind: "none" };
}

/** The tags of a header, without the mark of weakness: our tags name a revision, not its bytes. */
export function tagsOf(header: string): string[] {
  return header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
}

/** Refuses a change of something that is not what its sender saw; `revision` is undefined when there is nothing. */
export function refuseStale(precondition: Precondition, revision: number | undefined): void {
  if (isMet(precondition, revision)) return;
  throw new Refusal(
    "stale",
    "request.stale",
    revision === undefined
      ? "This is no longer there, or was never there, so nothing was changed. Load the list again."
      : "This was changed after you loaded it, so nothing was overwritten. Load it again, and make your change to what is there now.",
    revision === undefined ? {} : { revision },
  );
}

function isMet(precondition: Precondition, revision: number | undefined): boolean {
  switch (precondition.kind) {
    case "none":
      return true;
    case "exists":
      return revision !== undefined;
    case "absent":
      return revision === undefined;
    case "revision":
      return revision !== undefined && precondition.tags.includes(entityTag(revision));
  }
}
