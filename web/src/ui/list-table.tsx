import { type ReactNode, useState } from "react";
import { countText, csvText } from "#kernel";
import { usePageSearch } from "../shell/use-search.ts";
import { download } from "./download.ts";
import type { Column } from "./column.ts";
import { SortedTable } from "./sorted-table.tsx";
import { orderOf, sorted } from "./sorted.ts";
import { TableTools } from "./table-tools.tsx";

interface ListTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  /** The order unless the address says another: `-bad`. */
  readonly order: string;
  /** Name of the file when it is exported, without its ending. */
  readonly file: string;
  readonly empty: ReactNode;
}

/** A table that is sorted, filtered by a word, exported, and used by keyboard; its state is in the address. */
export function ListTable<T>({ caption, columns, rows, keyOf, order, file, empty }: ListTableProps<T>) {
  const [search, change] = usePageSearch();
  const [word, setWord] = useState("");
  const by = orderOf(search["sort"], order);
  const hidden = new Set(search["hide"]?.split(","));
  const first = columns[0];
  const column = columns.find(({ key }) => key === by.key) ?? first;
  if (first === undefined || column === undefined) return null;
  const lower = word.toLowerCase();
  const kept = lower === "" ? rows : rows.filter((row) => String(first.value(row)).toLowerCase().includes(lower));
  const shown = sorted(kept, column.value, by.descending);
  const visible = columns.filter(({ key }) => key === first.key || !hidden.has(key));
  const exportCsv = (): void => {
    const lines = shown.map((row) => columns.map(({ value }) => value(row)));
    download(`${file}.csv`, "text/csv", csvText([columns.map(({ head }) => head), ...lines]));
  };
  if (rows.length === 0) return <>{empty}</>;
  return (
    <div>
      <TableTools
        columns={columns}
        hidden={hidden}
        word={word}
        setWord={setWord}
        count={
          kept.length === rows.length
            ? countText(rows.length)
            : `${countText(kept.length)} of ${countText(rows.length)}`
        }
        choose={(hide) => change({ hide }, { replace: true })}
        exportCsv={exportCsv}
      />
      <SortedTable
        caption={caption}
        columns={visible}
        rows={shown}
        keyOf={keyOf}
        by={by}
        sort={(next) => change({ sort: next }, { replace: true })}
      />
    </div>
  );
}
