import { countText } from "#kernel";
import type { Sources } from "../server/wire.ts";
import { Section } from "../ui/section.tsx";
import { Time } from "../ui/time.tsx";
import { DROP_MEANINGS, SOURCE_NAMES } from "./source-words.ts";

/** What came in vain, of all APIs: which API it was for is often just what was wrong with it. */
export function DroppedRecords({ sources: { dropped } }: { sources: Sources }) {
  if (dropped.length === 0) return null;
  return (
    <Section title="Dropped">
      <p className="mb-1 text-soft">
        Of all APIs, since the server started: a dropped record rarely tells whose it was.
      </p>
      {dropped.map(({ source, reasons, examples }) => (
        <div key={source} className="mb-2">
          <p className="font-medium">From {SOURCE_NAMES[source]}</p>
          <ul>
            {Object.entries(reasons).map(([reason, count]) => (
              <li key={reason} className="flex justify-between gap-2 border-b border-rule">
                <span>{DROP_MEANINGS[reason] ?? reason}</span>
                <span data-tip={`${reason}. Exact.`}>{countText(count)}</span>
              </li>
            ))}
          </ul>
          {examples.length > 0 && (
            <details className="mt-0.5">
              <summary>The latest {countText(examples.length)}</summary>
              <ul>
                {examples.toReversed().map(({ at, detail }, index) => (
                  <li key={`${at} ${index}`} className="my-0.5 [overflow-wrap:anywhere]">
                    <span className="text-soft">
                      <Time at={at} />
                    </span>{" "}
                    <bdi>{detail}</bdi>
                  </li>
                ))}
              </ul>
            </details>
          )}
        </div>
      ))}
    </Section>
  );
}
