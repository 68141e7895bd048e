import type { AlertResult, Explanation } from "./results.ts";
import { type AlertFacts, blamedText, subjectText } from "./words.ts";

/** An alert, or what is kept of one. */
type Named = Pick<AlertResult, "objective" | "explanation"> & { readonly client?: string | null };

/** The same alert about clients that are called otherwise: it is counted under the name that a client had first. */
export function renamedAlert<A extends Named>(alert: A, shownAs: (client: string) => string): A {
  const { objective, client, explanation } = alert;
  const { by } = explanation;
  const clients = by.clients.map(({ key, bad }) => ({ key: shownAs(key), bad }));
  const text = renamedAlertText(explanation, { objective, client: client ?? undefined }, shownAs);
  return {
    ...alert,
    ...(typeof client === "string" ? { client: shownAs(client) } : {}),
    explanation: { ...explanation, text, by: { ...by, clients } },
  };
}

/** The same sentence as `alertText` would have said it had the clients been called what they are shown as. */
export function renamedAlertText(
  { text, by }: Pick<Explanation, "text" | "by">,
  { objective, client }: Pick<AlertFacts, "objective" | "client">,
  shownAs: (client: string) => string,
): string {
  if (client !== undefined) {
    const head = subjectText(objective, client);
    return text.startsWith(head) ? subjectText(objective, shownAs(client)) + text.slice(head.length) : text;
  }
  const [first] = by.clients;
  if (first === undefined) return text;
  return text.replace(blamedText(first.key), () => blamedText(shownAs(first.key)));
}
