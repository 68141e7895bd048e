import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { usePlaces } from "./use-places.ts";

const SECOND_KEY_MS = 1_500;

/** Keys that work everywhere: Ctrl or ⌘ K, "?", and g with the key of a place. Never while somebody types. */
export function useShortcuts(open: (what: "palette" | "shortcuts") => void): void {
  const navigate = useNavigate();
  const groups = usePlaces();
  useEffect(() => {
    let firstAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        open("palette");
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const place =
        event.timeStamp - firstAt < SECOND_KEY_MS
          ? groups.flatMap(({ places }) => places).find(({ key }) => key === event.key)
          : undefined;
      firstAt = event.key === "g" ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (event.key === "?") open("shortcuts");
      else if (event.key === "/") {
        event.preventDefault();
        open("palette");
      } else if (place !== undefined) void navigate({ to: place.path });
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [groups, navigate, open]);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, dialog") !== null;
}
