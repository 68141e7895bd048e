import { instantText, latencyText } from "#kernel";
import { recordsSearch } from "./records-search.ts";
import type { RequestRow } from "../server/wire.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextLink } from "../ui/text-link.tsx";

const AROUND_MS = 60_000;

/** All that is known of one request. */
export function RecordDetail({ row, close }: { row: RequestRow; close: () => void }) {
  const at = Date.parse(row.at);
  const base = `/apis/${encodeURIComponent(row.api)}`;
  const around = { from: at - AROUND_MS, to: at + AROUND_MS };
  return (
    <Dialog title={row.operation} close={close}>
      <dl className="grid grid-cols-[120px_minmax(0,1fr)] gap-x-2">
        {Object.entries(row).map(([name, value]) => (
          <div key={name} className="contents [&>*]:border-b [&>*]:border-rule [&>*]:py-0.5">
            <dt className="text-soft">{name}</dt>
            <dd className="[overflow-wrap:anywhere]">{fieldText(name, value)}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <TextLink to={`${base}/records`} search={recordsSearch({ interval: around })}>
          All within a minute of it
        </TextLink>
        {row.client !== null && (
          <TextLink to={`${base}/clients/${encodeURIComponent(row.client)}`}>Its client</TextLink>
        )}
        {row.traceId !== undefined && (
          <TextLink
            to={`${base}/records`}
            search={{
              ...recordsSearch({ interval: { from: at - 3_600_000, to: at + 3_600_000 } }),
              traceId: row.traceId,
            }}
          >
            Its trace
          </TextLink>
        )}
        <Button className="ml-auto" onClick={close}>
          Close
        </Button>
      </div>
    </Dialog>
  );
}

function fieldText(name: string, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (name === "at" && typeof value === "string") return instantText(Date.parse(value));
  const isDuration = name === "durationMs" || name === "upstreamMs";
  return isDuration && typeof value === "number" ? `${latencyText(value)} (${value} ms)` : String(value);
}
