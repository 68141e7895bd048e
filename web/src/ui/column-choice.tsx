import { Popover } from "./popover.tsx";

interface ColumnChoiceProps {
  readonly columns: readonly { readonly key: string; readonly head: string }[];
  readonly hidden: ReadonlySet<string>;
  readonly choose: (hide: string | undefined) => void;
}

/** Which columns of a table are shown. */
export function ColumnChoice({ columns, hidden, choose }: ColumnChoiceProps) {
  const toggle = (key: string): void => {
    const next = new Set(hidden);
    if (!next.delete(key)) next.add(key);
    next.delete("");
    choose(next.size === 0 ? undefined : [...next].join(","));
  };
  return (
    <Popover
      side="right"
      label="Columns"
      look="min-h-4 rounded-s px-1.5 py-0.5 font-medium hover:bg-raised hover:text-ink"
    >
      {() => (
        <ul className="text-ink">
          {columns.map(({ key, head }) => (
            <li key={key}>
              <label className="flex min-h-4 items-center gap-1 px-1 whitespace-nowrap">
                <input
                  type="checkbox"
                  checked={!hidden.has(key)}
                  onChange={() => toggle(key)}
                  className="accent-(--accent)"
                />
                {head}
              </label>
            </li>
          ))}
        </ul>
      )}
    </Popover>
  );
}
