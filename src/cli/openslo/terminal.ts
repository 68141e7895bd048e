import { countText } from "#kernel";
import type { DocumentVerdict, Finding, OpenSloVerdict } from "#objectives";
import { clipped, printable, wrapped } from "../terminal/layout.ts";
import type { Style } from "../terminal/style.ts";

const NAME_WIDTH = 50;
/** Further documents with findings are only counted: nobody reads on, and `--json` has them all. */
const DOCUMENTS_SHOWN = 50;

/** What was found, for a person at a terminal, 80 columns wide: invalid documents first, the sum at the end. */
export function terminalText(verdict: OpenSloVerdict, style: Style): string {
  const told = verdict.documents.filter(({ errors, warnings }) => errors.length + warnings.length > 0);
  const ordered = told.toSorted((a, b) => Number(a.valid) - Number(b.valid));
  const lines = ordered.slice(0, DOCUMENTS_SHOWN).flatMap((document) => [...documentLines(document, style), ""]);
  const more = ordered.length - DOCUMENTS_SHOWN;
  if (more > 0) lines.push(...wrapped(`and ${countText(more)} more documents with findings: see --json.`), "");
  return `${[...lines, ...sumLines(verdict, style)].join("\n")}\n`;
}

function documentLines(document: DocumentVerdict, style: Style): string[] {
  const { file, line, kind, name, valid, errors, warnings } = document;
  const mark = valid ? style.amber("▲") : style.red("✖");
  const title = `${clipped(kind ?? "document", NAME_WIDTH)}${name === null ? "" : ` ${clipped(name, NAME_WIDTH)}`}`;
  return [
    `${mark} ${style.bold(title)}`,
    style.dim(`  ${printable(file)}:${line}`),
    ...errors.flatMap((finding) => findingLines(finding, style.red("error"), style)),
    ...warnings.flatMap((finding) => findingLines(finding, style.amber("warning"), style)),
  ];
}

function findingLines({ line, column, path, code, message }: Finding, level: string, style: Style): string[] {
  const place = `${line}:${column}`;
  const where = path === "" ? "the document" : printable(path);
  return [`  ${level} ${place}  ${where} ${style.dim(printable(code))}`, ...wrapped(message, "    ")];
}

function sumLines({ valid, documents }: OpenSloVerdict, style: Style): string[] {
  const invalid = documents.filter((document) => !document.valid).length;
  const warnings = documents.reduce((sum, document) => sum + document.warnings.length, 0);
  const beside = warnings === 0 ? "" : `, ${plural(warnings, "warning")}`;
  const sum = valid
    ? style.green(`● ${plural(documents.length, "document")}, valid`)
    : style.red(`✖ ${countText(invalid)} of ${plural(documents.length, "document")} invalid`);
  return [`${sum}${beside}`];
}

function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}
