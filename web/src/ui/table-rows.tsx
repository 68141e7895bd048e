import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useRef } from "react";
import type { Column } from "./column.ts";

const ROW_PX = 33;
/** Up to so many rows all of them are in the page; of more, only those that can be seen. */
const WHOLE_MAX = 50;

interface TableRowsProps<T> {
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

/** The rows of a table. Arrow keys go from row to row by the link that each begins with. */
export function TableRows<T>({ columns, rows, keyOf }: TableRowsProps<T>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const isWhole = rows.length <= WHOLE_MAX;
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: 10,
    enabled: !isWhole,
    scrollMargin: body.current?.offsetTop ?? 0,
  });
  const items = isWhole ? [] : virtualizer.getVirtualItems();
  const margin = virtualizer.options.scrollMargin;
  const seen = isWhole ? rows : items.flatMap(({ index }) => rows[index] ?? []);
  const before = isWhole ? 0 : (items[0]?.start ?? margin) - margin;
  const after = isWhole ? 0 : virtualizer.getTotalSize() - ((items.at(-1)?.end ?? margin) - margin);
  return (
    <tbody ref={body} onKeyDown={moveRow}>
      {before > 0 && <Space px={before} />}
      {seen.map((row) => (
        <tr key={keyOf(row)} className="border-b border-rule hover:bg-raised">
          {columns.map((column, i) =>
            i === 0 ? (
              <th
                key={column.key}
                scope="row"
                className={`py-[6px] pr-2 text-left font-normal sm:max-w-[360px] sm:truncate sm:pr-3 ${isWhole ? "max-sm:min-w-[160px] max-sm:[overflow-wrap:anywhere]" : "max-sm:max-w-[160px] max-sm:truncate"}`}
              >
                {column.cell(row)}
              </th>
            ) : (
              <td
                key={column.key}
                className={`py-[6px] whitespace-nowrap ${column.isText === true ? "pr-2 pl-2 text-left sm:pr-3" : "pl-2 text-right sm:pl-3"}`}
              >
                {column.cell(row)}
              </td>
            ),
          )}
        </tr>
      ))}
      {after > 0 && <Space px={after} />}
    </tbody>
  );
}

function Space({ px }: { px: number }) {
  return (
    <tr aria-hidden="true" style={{ height: px }}>
      <td />
    </tr>
  );
}

function moveRow(event: KeyboardEvent<HTMLElement>): void {
  const row = event.target instanceof Element ? event.target.closest("tr") : null;
  const next = { ArrowDown: row?.nextElementSibling, ArrowUp: row?.previousElementSibling }[event.key];
  const link = next?.querySelector<HTMLElement>("th a, th button");
  if (link === null || link === undefined) return;
  event.preventDefault();
  link.focus();
}
