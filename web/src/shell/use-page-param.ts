import { useParams } from "@tanstack/react-router";

/** A part of the page's address by its name in the table of routes; undefined where the page has none. */
export function usePageParam(
  name:
    | "alert"
    | "api"
    | "client"
    | "group"
    | "escalation"
    | "page"
    | "objective"
    | "organisation"
    | "plan"
    | "probe"
    | "heartbeat"
    | "schedule"
    | "section",
): string | undefined {
  const params: Readonly<Partial<Record<string, string>>> = useParams({ strict: false });
  return params[name];
}
