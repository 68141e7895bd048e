import type { Search } from "../shell/use-search.ts";
import { Button } from "../ui/button.tsx";

interface OnlyChipsProps {
  readonly client: string | undefined;
  readonly operation: string | undefined;
  readonly change: (patch: Search) => void;
}

/** What the page is restricted to, each with the way to take it away. */
export function OnlyChips({ client, operation, change }: OnlyChipsProps) {
  const chips = [
    { name: "client", value: client },
    { name: "operation", value: operation },
  ].filter(({ value }) => value !== undefined && value !== "");
  if (chips.length === 0) return null;
  return (
    <p className="mb-1 flex flex-wrap gap-1">
      {chips.map(({ name, value }) => (
        <Button
          key={name}
          onClick={() => change({ [name]: undefined })}
          aria-label={`Only ${name} ${value}: take it away`}
        >
          <span className="text-soft">{name}</span> {value} <span aria-hidden="true">✕</span>
        </Button>
      ))}
    </p>
  );
}
