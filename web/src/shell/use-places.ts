import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { sessionQuery } from "../server/queries.ts";
import { isDeveloper, OWN_PLACES, type PlaceGroup, placesOf } from "./places.ts";
import { useCurrentApi } from "./use-api.ts";

/** Where whoever is signed in can go: a developer to what is the organisation's own, others by the API that is looked at. */
export function usePlaces(): readonly PlaceGroup[] {
  const api = useCurrentApi();
  const { data } = useQuery(sessionQuery);
  const person = data?.person ?? null;
  const isConfined = person !== null && isDeveloper(person);
  return useMemo(() => (isConfined ? OWN_PLACES : placesOf(api)), [api, isConfined]);
}
