import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "../server/queries.ts";

/** Tells whether whoever is signed in may do something, with everything or with the own organisation's: "key:write". */
export function useMay(): (permission: string) => boolean {
  const { data } = useQuery(sessionQuery);
  const may: readonly string[] = data !== undefined && data.person !== null ? data.person.may : [];
  return (permission) => may.includes(permission);
}
