import { parentPort } from "node:worker_threads";
import { type OpenApiTask, openApiTask } from "./openapi-task.ts";

/** The thread that reads one OpenAPI document, or compares two, and ends. See `OpenApiThreads`. */
parentPort?.once("message", (task: OpenApiTask) => parentPort?.postMessage(openApiTask(task), []));
