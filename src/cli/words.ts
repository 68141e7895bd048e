import { countText, dateTimeText, DAY_MS, floorTo, spanText } from "#kernel";
import type { Judged } from "#objectives";

/** "2 pages and 1 ticket would have been sent." */
export function pagesSentence(report: Pick<Judged, "pages">): string {
  const pages = report.pages.filter((page) => page.urgency === "page").length;
  const tickets = report.pages.length - pages;
  if (report.pages.length === 0) return "Nobody would have been paged.";
  const parts = [pages > 0 ? plural(pages, "page") : "", tickets > 0 ? plural(tickets, "ticket") : ""].filter(
    (part) => part !== "",
  );
  return `${parts.join(" and ")} would have been sent.`;
}

/** "17 May 2015 10:05 UTC to 20 May 2015 21:06 UTC, 3 d 11 h". */
export function periodText(report: { from: number; to: number }): string {
  return `${intervalText(report)}, ${spanText(report.to - report.from)}`;
}

/** "17 May 2015 10:05 UTC to 18 May 2015 09:00 UTC"; on one day its date is said once: "17 May 2015 10:05 to 10:40 UTC". */
export function intervalText({ from, to }: { from: number; to: number }): string {
  if (floorTo(from, DAY_MS) !== floorTo(to, DAY_MS)) return `${dateTimeText(from)} to ${dateTimeText(to)}`;
  const end = dateTimeText(to);
  return `${dateTimeText(from).replace(" UTC", "")} to ${end.split(" ").slice(3).join(" ")}`;
}

/** "1 page", "2 pages", "1,204 lines". */
export function plural(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A phrase as a sentence of its own. */
export function sentence(phrase: string): string {
  return `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)}.`;
}

/** A word as a shell takes it. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
