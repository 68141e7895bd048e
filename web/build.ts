import { fileURLToPath } from "node:url";
import { ensureConsole } from "./build/ensure-console.ts";

/** `node web/build.ts`: builds the console when it is not current, as a start of the server does. */
await ensureConsole(fileURLToPath(new URL("..", import.meta.url)), (line) => process.stdout.write(`${line}\n`));
