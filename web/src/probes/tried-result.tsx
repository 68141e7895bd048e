import { latencyText } from "#kernel";
import type { ProbeTriedJson } from "../../../src/probes/contract.ts";
import { Passed } from "./probe-state.tsx";

/** How a draft did. */
export function TriedResult({ tried }: { tried: ProbeTriedJson }) {
  const { passed, status, totalMs, address, faults, body } = tried;
  return (
    <div role="status" className="border-l-2 border-rule py-0.5 pl-2">
      <p>
        <Passed passed={passed} /> {status > 0 && `${status} after ${latencyText(totalMs)}`}
        {address !== null && <span className="text-soft"> from {address}</span>}
      </p>
      {faults.map((fault) => (
        <p key={fault} className="text-warn">
          ▲ {fault}
        </p>
      ))}
      {body !== "" && (
        <pre className="mt-0.5 max-h-16 overflow-auto whitespace-pre-wrap break-all text-soft">{body}</pre>
      )}
    </div>
  );
}
