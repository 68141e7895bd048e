import type { AlertExplanationJson } from "#alerting";
import { dateTimeText } from "#kernel";
import { askServer, type ServerFlags } from "../../server/ask-server.ts";
import { labelled, printable, wrapped } from "../../terminal/layout.ts";
import { type Style, styleOf } from "../../terminal/style.ts";

/** Prints why an alert did or did not page, as the server knows it. */
export async function explainVerb(
  id: string,
  { json, ...access }: ServerFlags & { readonly json?: boolean },
): Promise<void> {
  const text = await askServer(access, { path: `/alerts/${encodeURIComponent(id)}/explanation` });
  const explanation = JSON.parse(text) as AlertExplanationJson;
  const said =
    json === true
      ? `${JSON.stringify(explanation, null, 2)}\n`
      : explanationLines(explanation, styleOf(process.stdout, process.env)).join("\n");
  process.stdout.write(said);
}

/** For a person at a terminal: the answer first, then where it goes, then what was decided when. */
function explanationLines(explanation: AlertExplanationJson, style: Style): string[] {
  const { text, labels, routes, groups } = explanation;
  return [
    ...wrapped(printable(text)).map(style.bold),
    "",
    ...labelled("labels", printable(pairsText(labels))),
    ...routes.flatMap(({ policy, why, group, wait, repeat }) => [
      ...labelled("goes to", printable(`${policy}: ${why}`)),
      ...labelled("group", printable(pairsText(group))),
      ...labelled("notices", `the first ${wait} after the group began, then each ${repeat}`),
    ]),
    ...groups.flatMap((group) => ["", ...groupLines(group, style)]),
    "",
  ];
}

function groupLines(
  { title, state, text, url, entries }: AlertExplanationJson["groups"][number],
  style: Style,
): string[] {
  return [
    style.bold(printable(`${title} (${state})`)),
    ...wrapped(printable(text), "  "),
    ...entries
      .toReversed()
      .flatMap((entry) => wrapped(printable(`${dateTimeText(Date.parse(entry.at))}  ${entry.text}`), "  ")),
    ...wrapped(printable(url), "  ").map(style.dim),
  ];
}

function pairsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? "none" : pairs.join(", ");
}
