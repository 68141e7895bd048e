import { once } from "node:events";
import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";

/** What is asked of this process: so many requests to a host, over so many connections. */
export interface Load {
  readonly url: string;
  readonly requests: number;
  readonly connections: number;
}

/** Takes what the middleware sends, and keeps all of it. */
const intake = createServer((asked, response) => {
  let lines = 0;
  asked.on("data", (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 10) lines++;
  });
  asked.on("end", () => response.end(JSON.stringify({ kept: lines, dropped: {} })));
}).listen(0, "127.0.0.1");
await once(intake, "listening");

process.on("message", (load: Load) => {
  void run(load).then(() => process.send?.("done"));
});
process.send?.(`http://127.0.0.1:${(intake.address() as AddressInfo).port}`);

async function run({ url, requests, connections }: Load): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let left = requests;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await ask(`${url}/orders/${left}/items?page=2`, agent);
  };
  await Promise.all(Array.from({ length: connections }, lane));
  agent.destroy();
}

function ask(url: string, agent: Agent): Promise<void> {
  const headers = { "x-api-key": "example-quay-app", traceparent: `00-${"ab".repeat(16)}-${"cd".repeat(8)}-01` };
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers }, (response) => {
      response.on("end", resolve);
      response.resume();
    });
    asked.on("error", reject);
    asked.end();
  });
}
