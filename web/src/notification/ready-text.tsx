import { Time } from "../ui/time.tsx";
import type { Readiness } from "./reach-queries.ts";

/** Whether somebody can be reached, and when it was last shown. */
export function ReadyText({ ready: { methods, failing, breaksThrough, provenAt } }: { ready: Readiness }) {
  if (methods === 0) return <span className="text-warn">▲ cannot be paged</span>;
  return (
    <span className={failing > 0 ? "text-warn" : "text-soft"}>
      {methods === 1 ? "one way" : `${methods} ways`}
      {failing > 0 && `, ▲ ${failing} failing`}
      {!breaksThrough && ", none loud"}
      {provenAt === null ? (
        ", never shown to work"
      ) : (
        <>
          , shown to work <Time at={provenAt} />
        </>
      )}
    </span>
  );
}
