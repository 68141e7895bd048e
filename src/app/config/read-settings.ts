import { Refusal } from "#kernel";
import { LineCounter, parseDocument } from "yaml";
import { serverSettings, type ServerSettings } from "./server-settings.ts";

/** The settings when there is no file. */
export function defaultSettings(): ServerSettings {
  return serverSettings.parse({});
}

/** The settings that a configuration file (YAML) holds. Refuses it with all faults at once, each with its line and column. */
export function readSettings(text: string, file: string): ServerSettings {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const broken = document.errors.map(
    ({ pos, message }) => `${placeText(file, lines, pos[0])}: ${message.split("\n")[0] ?? ""}`,
  );
  if (broken.length > 0) throw refusal(broken);
  const parsed = serverSettings.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw refusal(
    parsed.error.issues.map(({ path, message }) => {
      const node = document.getIn(path, true) as { range?: readonly number[] } | undefined;
      return `${placeText(file, lines, node?.range?.[0] ?? 0)}: ${path.length === 0 ? "" : `${path.join(".")}: `}${message}`;
    }),
  );
}

function placeText(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${Math.max(1, line)}:${Math.max(1, col)}`;
}

function refusal(faults: readonly string[]): Refusal {
  return new Refusal(
    "invalid",
    "settings.invalid",
    `${faults.join("\n")}\nNothing was started. What can be set is in docs/manual/server.md.`,
  );
}
