import { runProgram } from "./cli/program.ts";

// A reader that closes its end of the pipe (`plimsoll replay … | head`) is no fault of anyone.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runProgram(process.argv.slice(2));
