import type { Reader } from "#storage";
import type { Notice } from "../model/organisation-draft.ts";
import { contactsOf } from "../store/organisations.ts";

/** Addresses of an organisation that want notices of a kind, each once: only verified ones, since whoever is written to has said that it is right. */
export async function mailsToldOf(read: Reader, organisation: string, notice: Notice): Promise<string[]> {
  const wanting = (await contactsOf(read, [organisation])).filter(
    ({ verified_at: verifiedAt, notices }) => verifiedAt !== null && (JSON.parse(notices) as Notice[]).includes(notice),
  );
  return [...new Map(wanting.map(({ mail }) => [mail.toLowerCase(), mail])).values()];
}
