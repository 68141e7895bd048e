import { useState } from "react";
import { bytesText, dateTimeText, latencyText } from "#kernel";
import type { RequestRow } from "../server/wire.ts";
import { clockText, dayText } from "../time/local-time.ts";
import { RecordDetail } from "./record-detail.tsx";
import { statusLook } from "./status-look.ts";

const HEADS = ["time", "status", "operation", "client", "duration", "bytes", "class"];

/** Requests as rows; each opens what is known of it. Live, what came since the last look is marked for a moment. */
export function RecordTable({ rows, isLive }: { rows: readonly RequestRow[]; isLive: boolean }) {
  const [opened, setOpened] = useState<RequestRow>();
  const newest = rows[0]?.at ?? "";
  const [seen, setSeen] = useState({ newest, before: newest });
  // Of the render that brings new rows, so that they are marked from the start.
  if (seen.newest !== newest) setSeen({ newest, before: seen.newest });
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="group" aria-label="Records">
        <table className="w-full border-collapse">
          <caption className="sr-only">Records, newest first</caption>
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th
                  key={head}
                  scope="col"
                  className={`border-b border-rule py-0.5 pr-2 font-normal text-soft ${isNumber(head) ? "text-right" : "text-left"}`}
                >
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              <RecordRow
                key={`${row.at} ${row.requestId ?? ""} ${row.requestId === undefined ? i : ""}`}
                row={row}
                isFresh={isLive && row.at > seen.before}
                open={() => setOpened(row)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {opened !== undefined && <RecordDetail row={opened} close={() => setOpened(undefined)} />}
    </>
  );
}

function isNumber(head: string): boolean {
  return head === "duration" || head === "bytes";
}

interface RecordRowProps {
  readonly row: RequestRow;
  readonly isFresh: boolean;
  readonly open: () => void;
}

function RecordRow({ row, isFresh, open }: RecordRowProps) {
  const at = Date.parse(row.at);
  const { text, colour } = statusLook(row);
  return (
    <tr
      className={`border-b border-rule hover:bg-raised ${isFresh ? "fresh" : ""} [&>*]:py-[5px] [&>*]:pr-2 [&>*]:whitespace-nowrap`}
    >
      <th scope="row" className="text-left font-normal">
        <button type="button" onClick={open} className="door" data-tip={dateTimeText(at)}>
          <span className="text-soft">{dayText(at)}</span> {clockText(at)}
        </button>
      </th>
      <td className={colour}>{text}</td>
      <td className="max-w-[320px] truncate font-medium">
        <bdi>{row.operation}</bdi>
      </td>
      <td className="max-w-[200px] truncate">
        {row.client === null ? <span className="text-soft">–</span> : <bdi>{row.client}</bdi>}
      </td>
      <td className="text-right">{row.durationMs === null ? "–" : latencyText(row.durationMs)}</td>
      <td className="text-right">{bytesText(row.responseBytes)}</td>
      <td className="text-soft">{row.class}</td>
    </tr>
  );
}
