import type { ReactNode } from "react";

/** A column: what it shows, and the value it is sorted and exported by. */
export interface Column<T> {
  readonly key: string;
  readonly head: string;
  /** What the head tells on hover. */
  readonly tip?: string | undefined;
  readonly cell: (row: T) => ReactNode;
  readonly value: (row: T) => number | string | null;
  readonly isText?: boolean;
}
