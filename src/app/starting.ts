import { answerText } from "./answer-text.ts";
import type { Routes } from "./listen.ts";

const RETRY_AFTER_SECONDS = "5";

/** What is answered while the log is read back: it lives, it is not ready, and when to ask again. */
export const STARTING: Routes = [
  ["/healthz", (_request, response) => answerText(response, 200, "ok\n")],
  [
    "/",
    (_request, response) => {
      response.setHeader("retry-after", RETRY_AFTER_SECONDS);
      answerText(response, 503, "The server starts and reads back its log. Ask again in a moment.\n");
    },
  ],
];
