import type { Api } from "../server/wire.ts";

/** An API as it stands in the form. */
export interface ApiDraft {
  readonly title: string;
  readonly description: string;
  /** `team:orders`; empty: nobody. */
  readonly owner: string;
  readonly addresses: readonly string[];
}

/** The form of an API that is there. */
export function apiDraftOf({ title, description, owner, at }: Api): ApiDraft {
  return { title, description, owner: owner ?? "", addresses: at === null ? [] : [at].flat() };
}

/** What is sent: lines that are empty are left out, and none at all takes the addresses away. */
export function apiBodyOf({ title, description, owner, addresses }: ApiDraft): object {
  const at = addresses.map((address) => address.trim()).filter((address) => address !== "");
  return {
    title: title.trim(),
    description: description.trim(),
    owner: owner.trim() === "" ? null : owner.trim(),
    at: at.length === 0 ? null : at,
  };
}
