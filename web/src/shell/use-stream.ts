import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { followStream, type StreamState } from "../server/stream.ts";

/** One connection for the tab, while the shell is shown. */
export function useStream(): StreamState {
  const client = useQueryClient();
  const [state, setState] = useState<StreamState>("open");
  useEffect(() => followStream(client, setState), [client]);
  return state;
}
