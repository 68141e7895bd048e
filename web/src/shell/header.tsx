import { useRouterState } from "@tanstack/react-router";
import type { StreamState } from "../server/stream.ts";
import { Button } from "../ui/button.tsx";
import { Breadcrumbs } from "./breadcrumbs.tsx";
import { LiveControl } from "./live-control.tsx";
import { RangeControl } from "./range-control.tsx";

/** Where one is, and of what time the page tells. */
export function Header({ stream, openNavigation }: { stream: StreamState; openNavigation: () => void }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  return (
    <header className="sticky top-0 z-20 flex min-h-6 flex-wrap items-center justify-between gap-x-2 gap-y-0.5 border-b border-rule bg-paper px-2 py-0.5 md:px-4">
      <div className="flex min-w-0 items-center gap-0.5">
        <Button look="quiet" className="-ml-1 md:hidden" onClick={openNavigation} aria-label="Open the navigation">
          ☰
        </Button>
        <Breadcrumbs />
      </div>
      {hasRange(path) && (
        <div className="flex items-center gap-0.5">
          <LiveControl stream={stream} />
          <RangeControl />
        </div>
      )}
    </header>
  );
}

/** Pages about traffic have a range; settings and single alerts do not. */
function hasRange(path: string): boolean {
  return (path.startsWith("/apis/") && !/\/(?:settings|objectives.*)$/.test(path)) || path === "/alerts";
}
