import { queryOptions } from "@tanstack/react-query";
import { request } from "../server/request.ts";
import type { SignInOptions } from "./wire.ts";

/** What whoever is not signed in can do; it changes with the server's settings only. */
export const signInOptionsQuery = queryOptions({
  queryKey: ["sign-in-options"],
  queryFn: ({ signal }) => request<SignInOptions>("/sign-in-options", { signal }),
  staleTime: 60_000,
});
