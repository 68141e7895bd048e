import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { sessionQuery } from "../server/queries.ts";
import { keepSession, request } from "../server/request.ts";
import type { Session } from "../server/wire.ts";

/** Opens a session by what is sent, and goes on to `next`, a path of ours only, never another site; without it, home. */
export function useOpenSession(path: "/session" | "/setup" | "/invitations/accept", next?: string) {
  const enter = useEnter();
  return useMutation({
    mutationFn: (body: object) => request<Session>(path, { method: "POST", body }),
    onSuccess: (session) => enter(session, next),
  });
}

/** Begins with a session that the server has opened: nothing of what somebody else has seen stays. */
export function useEnter(): (session: Session, next: string | undefined) => Promise<void> {
  const client = useQueryClient();
  const navigate = useNavigate();
  return async (session, next) => {
    client.clear();
    keepSession(session);
    client.setQueryData(sessionQuery.queryKey, session);
    await navigate({ href: next !== undefined && /^\/(?![/\\])/.test(next) ? next : "/", replace: true });
  };
}
