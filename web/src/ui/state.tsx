import type { ReactNode } from "react";
import { Problem, remedyOf } from "../server/problem.ts";
import { Button } from "./button.tsx";

/** The place of what is awaited. */
export function Skeleton({ className }: { className: string }) {
  return <div className={`skeleton ${className}`} />;
}

/** The answer did not come: what happened, and what to do. */
export function ErrorState({ error, retry }: { error: Error; retry?: (() => void) | undefined }) {
  const remedy = error instanceof Problem ? remedyOf(error) : "Load the page again. If it stays, please report it.";
  return (
    <div role="alert" className="border-l-2 border-(--warn) py-1 pl-2">
      <p className="text-m">{error.message}</p>
      <p className="text-soft">{remedy}</p>
      {retry !== undefined && (
        <Button className="mt-1" onClick={retry}>
          Ask again
        </Button>
      )}
    </div>
  );
}

/** Nothing is here yet: what will be, and the one next step. */
export function EmptyState({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="max-w-80 py-2">
      <p className="text-m font-semibold">{title}</p>
      <div className="mt-0.5 flex flex-col items-start gap-1 text-soft">{children}</div>
    </div>
  );
}

interface Awaited<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
}

/** What a query came to: its answer, or why there is none, or the place that it will take. An old answer stays, said to be old. */
export function Answer<T>(props: { query: Awaited<T>; skeleton: ReactNode; children: (answer: T) => ReactNode }) {
  const { data, error, refetch } = props.query;
  if (data === undefined) {
    return error === null ? props.skeleton : <ErrorState error={error} retry={() => void refetch()} />;
  }
  return (
    <>
      {error !== null && (
        <p role="status" className="mb-1 text-warn">
          ▲ Not up to date: {error.message}
        </p>
      )}
      {props.children(data)}
    </>
  );
}
