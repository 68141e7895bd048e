import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../server/queries.ts";

/** Whether the person may this with something; the server decides again at each change. */
export function useMay(permission: "plan:write" | "subscription:request" | "subscription:write"): boolean {
  const { data } = useQuery(sessionQuery);
  return data?.person?.may.includes(permission) === true;
}
