import type { ListedRule } from "../../src/objectives/model/openslo/rule-list.ts";

const ASKED_BY = {
  both: { who: "both", strict: "error", lenient: "error" },
  sdk: { who: "the SDK", strict: "error", lenient: "warning" },
  specification: { who: "the specification", strict: "warning", lenient: "warning" },
  advice: { who: "Plimsoll", strict: "warning", lenient: "warning" },
} as const;

const HEAD = `# OpenSLO: the rules

Every rule that \`plimsoll openslo validate\` knows ([openslo.md](openslo.md) says how it is used). This page is written from the rules themselves, by \`node tools/openslo-rules.ts\`.

The path is below the part that the heading names; \`*\` is any item. The last two columns say what a broken rule is with and without \`--strict\`.
`;

/** The manual's page of all rules, as Markdown: one table for each kind of part. */
export function openSloRulesPage(rules: readonly ListedRule[]): string {
  const parts = [...new Set(rules.map(({ part }) => part))];
  const tables = parts.map((part) => {
    const rows = rules.filter((rule) => rule.part === part).map((rule) => row(rule));
    return `\n## ${part.slice(0, 1).toUpperCase()}${part.slice(1)}\n\n${aligned([HEADER, ...rows])}\n`;
  });
  return HEAD + tables.join("");
}

const HEADER = ["path", "code", "rule", "asked for by", "`--strict`", "else"];

function row({ path, code, says, origin }: ListedRule): string[] {
  const { who, strict, lenient } = ASKED_BY[origin];
  return [path === "" ? "the part itself" : `\`${path}\``, `\`${code}\``, escaped(says), who, strict, lenient];
}

function escaped(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll(String.raw`/ \ `, String.raw`/ \\ `);
}

/** As the house's formatter writes tables. */
function aligned(rows: readonly (readonly string[])[]): string {
  const widths = HEADER.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length)));
  const lines = rows.map((cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`);
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}
