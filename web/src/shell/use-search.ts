import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** What the address says behind its "?", as text. */
export type Search = Readonly<Record<string, string | undefined>>;

/** The state of a page lives in its address: read it, or change some of it. Undefined takes a key away. */
export function usePageSearch(): readonly [Search, (patch: Search, how?: { replace?: boolean }) => void] {
  const search: Search = useSearch({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (patch: Search, how?: { replace?: boolean }): void => {
      void navigate({
        to: ".",
        search: (before: Search) => ({ ...before, ...patch }),
        replace: how?.replace ?? false,
        resetScroll: false,
      });
    },
    [navigate],
  );
  return [search, change];
}
