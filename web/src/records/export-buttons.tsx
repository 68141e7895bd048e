import { useMutation } from "@tanstack/react-query";
import { countText, csvText } from "#kernel";
import { request, withQuery } from "../server/request.ts";
import type { Page, RequestRow } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { download } from "../ui/download.ts";
import { say } from "../ui/toasts.tsx";

const PAGE_ROWS = 1_000;
const ROWS_MAX = 50_000;

/** The records that fit, as a file: up to fifty thousand, the newest ones. */
export function ExportButtons({ asked, name }: { asked: Readonly<Record<string, string | undefined>>; name: string }) {
  const save = useMutation({
    mutationFn: async (format: "ndjson" | "csv") => {
      const rows = await allRows(asked);
      if (format === "csv") download(`${name}.csv`, "text/csv", csvOf(rows));
      else download(`${name}.ndjson`, "application/x-ndjson", rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
      return rows.length;
    },
    onSuccess: (count) =>
      say(
        count < ROWS_MAX
          ? `${countText(count)} records are in the file.`
          : `The newest ${countText(count)} records are in the file; choose a shorter range for the others.`,
      ),
    onError: (error) => say(error.message),
  });
  return (
    <div className="flex gap-0.5">
      {(["ndjson", "csv"] as const).map((format) => (
        <Button key={format} look="quiet" onClick={() => save.mutate(format)} disabled={save.isPending}>
          {save.isPending && save.variables === format ? "Collecting …" : format.toUpperCase()}
        </Button>
      ))}
    </div>
  );
}

async function allRows(asked: Readonly<Record<string, string | undefined>>): Promise<readonly RequestRow[]> {
  const rows: RequestRow[] = [];
  let cursor: string | null = "";
  while (cursor !== null && rows.length < ROWS_MAX) {
    const page: Page<RequestRow> = await request(withQuery("/records", { ...asked, limit: PAGE_ROWS, cursor }));
    rows.push(...page.items);
    cursor = page.next;
  }
  return rows.slice(0, ROWS_MAX);
}

/** A column for each field that some record has, in the order in which they come. */
function csvOf(rows: readonly RequestRow[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))] as (keyof RequestRow)[];
  return csvText([names, ...rows.map((row) => names.map((field) => row[field]))]);
}
