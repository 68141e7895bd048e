/**
 * A row of CSV (RFC 4180). Text that a spreadsheet would take for a formula gets an apostrophe before it: names come from
 * people outside.
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

function cellText(cell: string | number): string {
  const text = typeof cell === "string" && /^\s*[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
