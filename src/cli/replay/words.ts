import { clientByText } from "#intake";
import { countText } from "#kernel";
import { objectiveText, UNATTRIBUTED_NAME } from "#objectives";
import { pagesSentence, plural, shellWord } from "../words.ts";
import { printable } from "../terminal/layout.ts";
import type { ReplayOptions } from "./options.ts";
import type { ReplayReport } from "./report.ts";

/** "1,753 addresses; no key in this log": what stands for the client where the log has no identity. */
export function clientsSentence(report: ReplayReport): string {
  const count = countText(report.activeClients);
  const one = report.activeClients === 1;
  const nouns: Readonly<Record<string, string>> = {
    ip: `${one ? "address" : "addresses"}; no key in this log`,
    user: `user ${one ? "name" : "names"} as logged`,
    key: `${one ? "key" : "keys"}, shown by the start of ${one ? "its" : "their"} SHA-256`,
  };
  return `${count} ${nouns[report.clientsBy] ?? `${one ? "client" : "clients"} by ${report.clientsBy}`}`;
}

/** "10,000 requests = 9,997 good + 3 bad + 0 excluded". */
export function sumSentence(counts: { requests: number; good: number; bad: number; excluded: number }): string {
  return `${plural(counts.requests, "request")} = ${countText(counts.good)} good + ${countText(counts.bad)} bad + ${countText(counts.excluded)} excluded`;
}

/** The answer in a breath: the objective that is worst off, whom it affected, and who would have been paged. */
export function headlineOf(report: ReplayReport): string {
  const whole = report.objectives.filter(({ client }) => client === undefined);
  const worst = whole.toSorted((a, b) => a.remaining - b.remaining)[0];
  const clients = report.clients.filter(({ client }) => client !== UNATTRIBUTED_NAME);
  const affected = clients.filter(({ bad }) => bad > 0).length;
  const whom =
    affected === 0
      ? "No client saw a failure."
      : `${countText(affected)} of ${plural(clients.length, "client")} saw failures.`;
  return [...(worst === undefined ? [] : [objectiveText(worst)]), whom, pagesSentence(report)].join(" ");
}

/** What standard error says beside a JSON document: remarks, and one line of each reason for which lines were dropped. */
export function remarksText(report: ReplayReport): string {
  const drops = Object.entries(report.lines.dropped).map(([reason, count]) => {
    const example = report.lines.examples.find((one) => one.reason === reason);
    const where = example === undefined ? "" : `, for example ${example.file}, line ${example.line}: ${example.detail}`;
    return `${plural(count, "line")} dropped as ${reason}${where}`;
  });
  return [...drops, ...report.remarks].map((remark) => `plimsoll: ${printable(remark)}\n`).join("");
}

/** The command that recomputes a report from the same files. */
export function commandText(options: ReplayOptions): string {
  const flags = [
    options.format === "auto" ? [] : ["--format", options.format],
    options.api === undefined ? [] : ["--api", options.api],
    options.client === undefined ? [] : ["--client", clientByText(options.client)],
    options.openapi === undefined ? [] : ["--openapi", options.openapi],
    options.objectives === undefined ? [] : ["--objectives", options.objectives],
  ];
  return ["plimsoll", "replay", ...options.files, ...flags.flat()].map(shellWord).join(" ");
}

/** What to do next, each with what it gives; what was just done is left out. */
export function nextCommands(options: ReplayOptions): string[] {
  const command = commandText(options);
  return [
    ...(options.html === undefined
      ? [`${command} --html report.html`]
      : [`open ${shellWord(options.html)} in a browser`]),
    ...(options.objectives === undefined && options.write === undefined ? [`${command} --write plimsoll.yaml`] : []),
    ...(options.write === undefined ? [] : [`${command} --objectives ${shellWord(options.write)}`]),
  ];
}
