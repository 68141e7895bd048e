import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { useState } from "react";
import { queryClient } from "../server/query-client.ts";
import { createConsoleRouter } from "./router.tsx";

/** The console: answers of the server, and the pages that show them. */
export function App() {
  const [{ client, router }] = useState(() => {
    const kept = queryClient(() => {
      void made.navigate({ to: "/signin", search: { next: made.state.location.href } });
    });
    const made = createConsoleRouter(kept);
    return { client: kept, router: made };
  });
  return (
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
