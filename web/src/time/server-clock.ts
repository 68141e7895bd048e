import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useMay } from "../identity/use-may.ts";
import { serverQuery } from "../server/queries.ts";

const TICK_MS = 5_000;

/** The server's time, epoch ms, renewed every few seconds: a viewer's clock may be wrong by minutes. */
export function useServerNow(): number {
  const may = useMay();
  // Whoever may not ask the server has the viewer's clock.
  const { data, dataUpdatedAt } = useQuery({ ...serverQuery, enabled: may("server:read") });
  const [local, setLocal] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setLocal(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const offset = data === undefined ? 0 : Date.parse(data.now) - dataUpdatedAt;
  return Math.max(local, dataUpdatedAt) + offset;
}
