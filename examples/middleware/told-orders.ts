import { once } from "node:events";
import type { AddressInfo } from "node:net";
import process from "node:process";
import express from "express";
// In a project of your own: from "@plimsoll/middleware".
import { Plimsoll } from "../../packages/middleware/src/index.ts";

const plimsoll = new Plimsoll({
  url: process.env["PLIMSOLL_SERVER"] ?? "http://localhost:4747",
  token: process.env["PLIMSOLL_INTAKE_TOKEN"] ?? "",
  api: "told-orders",
  keyHeader: "x-api-key",
  onDropped: (dropped, reason) => process.stderr.write(`${dropped} requests were not told to Plimsoll: ${reason}\n`),
});

const app = express();
app.use(plimsoll.express());
app.get("/orders", (_request, response) => void response.json([{ order: 17 }]));
app.get("/orders/:id", (request, response) => void response.json({ order: Number(request.params.id) }));

const server = app.listen(Number(process.env["PORT"] ?? 8080), "127.0.0.1");
await once(server, "listening");
process.stdout.write(`Orders API on http://127.0.0.1:${(server.address() as AddressInfo).port}. Ctrl-C ends it.\n`);
await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
server.close();
server.closeIdleConnections();
await plimsoll.close();
