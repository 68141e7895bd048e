import { countText, ratioText, spanText } from "#kernel";
import type { Sources } from "../server/wire.ts";
import { UNATTRIBUTED } from "../server/wire.ts";
import { Door } from "../ui/door.tsx";
import { Time } from "../ui/time.tsx";
import { SOURCE_NAMES } from "./source-words.ts";

const HEADS = ["source", "counts", "last record", "on its way", "kept", "without a client"];

/** What each source delivered, the one that counts first. */
export function SourceTable({ sources, now }: { sources: Sources; now: number }) {
  const rows = sources.items.toSorted((a, b) => Number(b.counts) - Number(a.counts));
  return (
    <div className="table-scroll mt-2" tabIndex={0} role="group" aria-label="Sources">
      <table className="w-full border-collapse">
        <caption className="sr-only">What delivered records since the server started</caption>
        <thead>
          <tr>
            {HEADS.map((head, index) => (
              <th
                key={head}
                scope="col"
                className={`border-b border-rule py-0.5 pr-2 font-normal whitespace-nowrap text-soft ${index >= 3 ? "text-right" : "text-left"}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <SourceRow key={row.source} row={row} startedAt={sources.startedAt} now={now} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SourceRow({ row, startedAt, now }: { row: Sources["items"][number]; startedAt: string; now: number }) {
  const interval = { from: Date.parse(startedAt), to: now };
  return (
    <tr className="border-b border-rule [&>*]:py-[5px] [&>*]:pr-2 [&>*]:whitespace-nowrap">
      <th scope="row" className="text-left font-medium">
        {SOURCE_NAMES[row.source]}
      </th>
      <td className={row.counts ? "" : "text-soft"}>{row.counts ? "yes" : "no longer"}</td>
      <td>
        <Time at={row.lastRecordAt} />
      </td>
      <td className="text-right" data-tip="From the start of the latest request until its record came">
        {spanText(row.lagMs)}
      </td>
      <td className="text-right">{countText(row.kept)}</td>
      <td className="text-right">
        {row.unattributed === 0 ? (
          <span className="text-soft">0</span>
        ) : (
          <Door
            tip={`${countText(row.unattributed)} of ${countText(row.kept)} records name no client. Exact, since the server started.`}
            records={{ interval, client: UNATTRIBUTED }}
          >
            {ratioText(row.unattributed / row.kept)}
          </Door>
        )}
      </td>
    </tr>
  );
}
