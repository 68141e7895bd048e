import { latencyText } from "#kernel";
import { Time } from "../ui/time.tsx";
import type { ProbeResult } from "./probe-queries.ts";
import { Passed } from "./probe-state.tsx";

/** Runs, the latest first, with what was wrong and where the time went. */
export function ProbeResults({ results, failed }: { results: readonly ProbeResult[]; failed: boolean }) {
  if (results.length === 0) return <p className="text-soft">{failed ? "None failed." : "It has not run yet."}</p>;
  return (
    <ul>
      {results.map((result) => (
        <li key={result.at} className="flex flex-wrap gap-x-2 border-b border-rule py-0.5">
          <span className="min-w-8">
            <Passed passed={result.passed} />
          </span>
          <Time at={result.at} />
          <span>{result.status === 0 ? "no answer" : result.status}</span>
          <span data-tip={partsText(result)}>{latencyText(result.totalMs)}</span>
          {result.faults.length > 0 && (
            <span className="w-full text-soft sm:w-auto sm:flex-1">{result.faults.join("; ")}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function partsText({ lookupMs, connectMs, tlsMs, waitMs }: ProbeResult): string {
  return [
    `looked up in ${latencyText(lookupMs)}`,
    `connected in ${latencyText(connectMs)}`,
    ...(tlsMs > 0 ? [`TLS in ${latencyText(tlsMs)}`] : []),
    `first byte after ${latencyText(waitMs)}`,
  ].join("\n");
}
