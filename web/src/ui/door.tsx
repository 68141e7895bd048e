import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { recordsSearch, type RecordsAsked } from "../records/records-search.ts";
import { usePageApi } from "../shell/use-api.ts";

interface DoorProps {
  /** What was counted, over which window, exact or bounded. */
  readonly tip: string;
  /** Which records lie behind the number. */
  readonly records: RecordsAsked;
  /** Where the address does not say it. */
  readonly api?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A number that tells what it counts, and leads to the records behind it. */
export function Door({ tip, records, api, className = "", children }: DoorProps) {
  const here = usePageApi();
  return (
    <Link
      to={`/apis/${encodeURIComponent(api ?? here)}/records`}
      search={recordsSearch(records)}
      preload={false}
      data-tip={`${tip}\nOpen the records`}
      className={`door ${className}`}
    >
      {children}
    </Link>
  );
}
