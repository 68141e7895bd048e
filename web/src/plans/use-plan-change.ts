import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "../server/request.ts";
import { say } from "../ui/toasts.tsx";
import { PLANS_KEY } from "./plan-queries.ts";

/** One change of a plan or a subscription. */
export interface PlanChange {
  readonly path: string;
  readonly method: "POST" | "PUT" | "DELETE";
  readonly body?: object;
  /** The revision that was looked at. */
  readonly revision?: number;
  /** What is said when it is done. */
  readonly done: string;
}

/** Makes changes, says that they are done, and asks again for all that they touch. */
export function usePlanChange(then?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method, body, revision }: PlanChange) =>
      request(path, {
        method,
        ...(body === undefined ? {} : { body }),
        ...(revision === undefined ? {} : { ifMatch: `"r${revision}"` }),
      }),
    onSuccess: (_answer, { done }) => {
      say(done);
      then?.();
      void client.invalidateQueries({ queryKey: PLANS_KEY });
    },
  });
}
