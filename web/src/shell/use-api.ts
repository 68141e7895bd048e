import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useMay } from "../identity/use-may.ts";
import { apisQuery } from "../server/queries.ts";
import { usePageParam } from "./use-page-param.ts";

const LAST = "plimsoll.api";

/** All APIs; undefined until they are known, and for who may not see them: that is not even asked. */
export function useApis() {
  const may = useMay();
  return useQuery({ ...apisQuery, enabled: may("api:read") }).data;
}

/** The API of the page's address. */
export function usePageApi(): string {
  return usePageParam("api") ?? "";
}

/** The API that the navigation leads to: the page's, else the one seen last, else the first. Undefined when there is none. */
export function useCurrentApi(): string | undefined {
  const asked = usePageApi();
  const data = useApis();
  useEffect(() => {
    if (asked !== "") localStorage.setItem(LAST, asked);
  }, [asked]);
  if (asked !== "") return asked;
  const names = data?.items.map(({ api }) => api) ?? [];
  const last = localStorage.getItem(LAST);
  return names.find((name) => name === last) ?? names[0];
}

/** The name that people gave an API; its id where they gave none. */
export function useApiTitle(api: string): string {
  const data = useApis();
  return data?.items.find((each) => each.api === api)?.title ?? api;
}
