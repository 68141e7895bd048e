import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { countText } from "#kernel";
import { diffQuery } from "../server/api-queries.ts";
import type { Version, VersionDiff } from "../server/wire.ts";
import { SelectField } from "../ui/select-field.tsx";
import { Answer, Skeleton } from "../ui/state.tsx";

/** What a version changes for clients against another one, what breaks them first. */
export function VersionChanges({ version, all }: { version: Version; all: readonly Version[] }) {
  const [against, setAgainst] = useState<string>();
  const query = useQuery(diffQuery(version.api, version.version, against));
  const others = all.filter((one) => one.version !== version.version && one.openapi !== null);
  return (
    <div className="my-1 border-l-2 border-rule pl-1">
      {others.length > 0 && (
        <SelectField
          label="Compared with"
          beside
          value={against ?? ""}
          set={(name) => setAgainst(name === "" ? undefined : name)}
          options={[{ value: "", text: "the version before" }, ...others.map((one) => one.version)]}
        />
      )}
      <Answer query={query} skeleton={<Skeleton className="h-8" />}>
        {(diff) => <Changes diff={diff} />}
      </Answer>
    </div>
  );
}

function Changes({ diff }: { diff: VersionDiff }) {
  return (
    <>
      <p className="font-medium">{sentenceOf(diff)}</p>
      <ul>
        {diff.against !== null &&
          diff.changes.map(({ code, operation, place, sentence, breaking }) => (
            <li key={`${code} ${operation} ${place} ${sentence}`} className="my-0.5">
              {breaking && <b className="text-bad">▲ breaks clients: </b>}
              {operation !== null && place !== "" && <code className="font-mono">{operation}: </code>}
              {sentence}
            </li>
          ))}
      </ul>
    </>
  );
}

function sentenceOf({ against, total, breaking, added, complete }: VersionDiff): string {
  if (against === null) return `There is no document before it; it has ${countText(added.length)} operations.`;
  const rest = complete ? "" : " The documents are too intricate to compare all of their schemas.";
  const compared = complete ? "" : "that was compared ";
  if (total === 0) return `Nothing ${compared}is different for clients of ${against}.${rest}`;
  const broken = breaking === 0 ? "none of which breaks clients" : `${countText(breaking)} of which can break clients`;
  return `${countText(total)} ${total === 1 ? "change" : "changes"} against ${against}, ${broken}.${rest}`;
}
