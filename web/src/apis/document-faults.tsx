import type { Fault } from "../server/problem.ts";

const LINE_CHARACTERS_MAX = 160;

/** The faults of a document, each with its line as it was written. */
export function DocumentFaults({ faults, text }: { faults: readonly Fault[]; text: string }) {
  const lines = text.split("\n");
  return (
    <div role="alert" className="my-1 border-l-2 border-(--warn) pl-1">
      <p className="font-medium">Nothing was changed. To mend first:</p>
      <ul>
        {faults.map(({ line, column, detail }) => (
          <li key={`${line} ${column} ${detail}`} className="my-0.5">
            {line === undefined ? "" : `line ${line}, column ${column ?? 1}: `}
            {detail}
            {line !== undefined && (
              <pre className="overflow-x-auto bg-raised px-0.5 font-mono">
                {(lines[line - 1] ?? "").slice(0, LINE_CHARACTERS_MAX)}
              </pre>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
