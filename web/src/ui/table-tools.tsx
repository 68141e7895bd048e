import { Button } from "./button.tsx";
import { ColumnChoice } from "./column-choice.tsx";

interface TableToolsProps {
  readonly columns: readonly { readonly key: string; readonly head: string }[];
  readonly hidden: ReadonlySet<string>;
  readonly word: string;
  readonly setWord: (word: string) => void;
  /** How many rows are shown, in words. */
  readonly count: string;
  readonly choose: (hide: string | undefined) => void;
  readonly exportCsv: () => void;
}

/** What stands above a table: filter, number of rows, columns, export. */
export function TableTools({ columns, hidden, word, setWord, count, choose, exportCsv }: TableToolsProps) {
  const name = `Filter by ${columns[0]?.head ?? "name"}`;
  return (
    <div className="mb-0.5 flex flex-wrap items-center justify-between gap-1">
      <input
        type="search"
        aria-label={name}
        placeholder={name}
        value={word}
        onChange={(event) => setWord(event.target.value)}
        className="min-h-4 w-28 rounded-s border border-rule bg-paper px-1 placeholder:text-soft"
      />
      <div className="flex items-center gap-1 text-soft">
        <span role="status">{count}</span>
        <ColumnChoice columns={columns.slice(1)} hidden={hidden} choose={choose} />
        <Button look="quiet" onClick={exportCsv}>
          CSV
        </Button>
      </div>
    </div>
  );
}
