import type { Column } from "./column.ts";
import { nextOrder, type Order } from "./sorted.ts";
import { TableRows } from "./table-rows.tsx";

interface SortedTableProps<T> {
  readonly caption: string;
  readonly columns: readonly Column<T>[];
  /** In the order that is said. */
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly by: Order;
  /** Another order was asked for: `-bad`. */
  readonly sort: (order: string) => void;
  /** By which columns it can be sorted; by all where it is not said. */
  readonly sortable?: readonly string[];
}

/** A table whose heads ask for another order; who sorts is whoever has the rows. */
export function SortedTable<T>({ caption, columns, rows, keyOf, by, sort, sortable }: SortedTableProps<T>) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={caption}>
      <table className="w-full border-collapse">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head
                key={column.key}
                column={column}
                by={by}
                sort={
                  sortable === undefined || sortable.includes(column.key)
                    ? () => sort(nextOrder(by, column.key, column.isText !== true))
                    : undefined
                }
              />
            ))}
          </tr>
        </thead>
        <TableRows columns={columns} rows={rows} keyOf={keyOf} />
      </table>
    </div>
  );
}

interface HeadProps<T> {
  readonly column: Column<T>;
  readonly by: Order;
  readonly sort: (() => void) | undefined;
}

function Head<T>({ column, by, sort }: HeadProps<T>) {
  const isBy = by.key === column.key;
  const direction = by.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      aria-sort={isBy ? direction : undefined}
      className={`border-b border-rule py-0.5 font-normal whitespace-nowrap text-soft ${column.isText === true ? "pr-2 text-left not-first:pl-2 sm:pr-3 [&_button]:flex [&_button]:flex-row-reverse [&_button]:gap-0.5" : "pl-2 text-right sm:pl-3"}`}
    >
      {sort === undefined ? (
        <span data-tip={column.tip}>{column.head}</span>
      ) : (
        <button
          type="button"
          onClick={sort}
          data-tip={column.tip}
          className={`whitespace-nowrap hover:text-ink ${isBy ? "text-ink" : ""}`}
        >
          <span aria-hidden="true" className={isBy ? "" : "invisible max-sm:hidden"}>
            {by.descending ? "↓ " : "↑ "}
          </span>
          {column.head}
        </button>
      )}
    </th>
  );
}
