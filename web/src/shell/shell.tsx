import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { Toasts } from "../ui/toasts.tsx";
import { Header } from "./header.tsx";
import { Navigation } from "./navigation.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { useStream } from "./use-stream.ts";

const loadPalette = async () => ({ default: (await import("./command-palette.tsx")).CommandPalette });
const CommandPalette = lazy(loadPalette);
const Shortcuts = lazy(async () => ({ default: (await import("./shortcuts.tsx")).Shortcuts }));

/** What stands around every page: navigation, header, and what opens over them. */
export function Shell() {
  const [over, setOver] = useState<"palette" | "shortcuts" | undefined>();
  const [navigationOpen, setNavigationOpen] = useState(false);
  const closeNavigation = useCallback(() => setNavigationOpen(false), []);
  const stream = useStream();
  useShortcuts(setOver);
  // Who opens the palette begins to type at once: it has to be there by then.
  useEffect(() => void loadPalette(), []);
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[208px_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-1 focus:left-1 focus:z-50 focus:bg-paper focus:p-1"
      >
        Skip to the content
      </a>
      <Navigation open={navigationOpen} close={closeNavigation} search={() => setOver("palette")} />
      <div className="min-w-0">
        <Header stream={stream} openNavigation={() => setNavigationOpen(true)} />
        <main id="content" tabIndex={-1} className="mx-auto max-w-[1280px] px-2 pt-2 pb-8 outline-none md:px-4">
          <Outlet />
        </main>
      </div>
      <Suspense>
        {over === "palette" && <CommandPalette close={() => setOver(undefined)} />}
        {over === "shortcuts" && <Shortcuts close={() => setOver(undefined)} />}
      </Suspense>
      <Toasts />
    </div>
  );
}
