import { instantText, type Interval } from "#kernel";
import { CopyLine } from "../ui/copy-line.tsx";

/** The line that asks the server for a page's figures again. */
export function Recompute({ api, interval, only }: RecomputeProps) {
  const search = new URLSearchParams({ from: instantText(interval.from), to: instantText(interval.to) });
  for (const [name, value] of Object.entries(only)) if (value !== undefined) search.set(name, value);
  const address = `${location.origin}/api/v1/apis/${encodeURIComponent(api)}/kpis?${search.toString().replaceAll("%3A", ":")}`;
  return (
    <details className="mt-4">
      <summary className="text-accent">Recompute these figures</summary>
      <div className="mt-1">
        <CopyLine text={`curl '${address}' -H 'Authorization: Bearer TOKEN'`} />
      </div>
    </details>
  );
}

interface RecomputeProps {
  readonly api: string;
  readonly interval: Interval;
  readonly only: { readonly client?: string | undefined; readonly operation?: string | undefined };
}
