import { Time } from "../ui/time.tsx";
import type { OncallPage } from "./page-queries.ts";

/** What comes next by itself, when, and whom it would tell. */
export function NextWords({ page: { next, state } }: { page: OncallPage }) {
  if (state === "ended" || state === "resolved") return null;
  if (next === null) return <p className="text-soft">Nothing more comes by itself.</p>;
  const names = next.who.map(({ kind, name }) => (kind === "channel" ? `channel ${name}` : name)).join(", ");
  return (
    <p className="text-soft">
      Next, <Time at={next.at} />: {next.what}
      {names === "" ? "" : ` (${names})`}.
    </p>
  );
}
