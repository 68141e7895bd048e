import { flushCompileCache } from "node:module";
import { EXIT } from "./cli/exit.ts";
import { runProgram } from "./cli/program.ts";

// A reader that closes its end of the pipe (`plimsoll replay … | head`) is no fault of anyone: the verb goes on to its
// exit code. A full disk is told: half a document must not look like an answer.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(`plimsoll: standard output cannot be written (${error.code ?? error.message}).\n`);
  process.exit(EXIT.notNow);
});

// Nobody is left to be told; the exit code still says it.
process.stderr.on("error", () => undefined);

process.exitCode = await runProgram(process.argv.slice(2), {
  gateway: async (options) => (await import("./app/gateway-process/gateway.ts")).gateway(options),
  restore: async (options) => (await import("./app/backup/restore.ts")).restore(options),
  start: async (options) => {
    const { start } = await import("./app/start.ts");
    // A server runs long, and may end without a farewell.
    flushCompileCache();
    return start(options);
  },
});
