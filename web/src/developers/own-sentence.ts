import { countText, ratioText } from "#kernel";

/** A live subscription of an own client, in the words of the page. */
export interface OwnPlan {
  readonly client: string;
  readonly api: string;
  readonly plan: string;
  /** Used of the quota, 0 to 1 and beyond; null where there is none, or while it is not known. */
  readonly share: number | null;
}

/** The first line: whose clients these are, how many, and the one that is nearest to its quota. */
export function ownSentence(owners: readonly string[], clients: readonly string[], plans: readonly OwnPlan[]): string {
  const first = `${ownersText(owners)} ${owners.length === 1 ? "has" : "have"} ${clientsText(clients.length)}`;
  if (clients.length === 0) return `${first} yet.`;
  const [nearest] = plans.toSorted((a, b) => (b.share ?? -1) - (a.share ?? -1));
  if (nearest === undefined) return `${first}, on no plan yet.`;
  const left = nearest.share === null ? "" : ` with ${ratioText(Math.max(0, 1 - nearest.share))} of its quota left`;
  const who = clients.length === 1 ? "it" : plans.length === 1 ? "one" : nearest.client;
  const more = plans.length > 1 && nearest.share !== null ? "the nearest to its quota: " : "";
  return `${first}; ${more}${who} is on ${nearest.plan} for ${nearest.api}${left}.`;
}

function ownersText(owners: readonly string[]): string {
  if (owners.length <= 1) return owners[0] ?? "Your organisation";
  return `${owners.slice(0, -1).join(", ")} and ${owners.at(-1)}`;
}

function clientsText(count: number): string {
  if (count === 0) return "no client";
  return count === 1 ? "1 client" : `${countText(count)} clients`;
}
