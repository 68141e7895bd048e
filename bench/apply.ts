import { parseArgs } from "node:util";
import { stopwatchMs } from "#kernel";
import { inTemporaryDirectory, type RunningServer, startServer } from "../test/server/running-server.ts";

/**
 * A plan of `--objects` (1,000) objects applied to an empty server, compared again, and exported: the time of each over
 * HTTP, beside as many clients made one by one over the same API. Goal: 1,000 objects applied in less than 2 s.
 */
const { values } = parseArgs({ options: { objects: { type: "string", default: "1000" } } });
const OBJECTS = Number(values.objects);
/** Besides clients: an organisation for ten of them, ten APIs, ten plans. */
const FEW = 10;
const ORGANISATIONS = Math.floor((OBJECTS - 2 * FEW) / (FEW + 1));
const CLIENTS = OBJECTS - 2 * FEW - ORGANISATIONS;

await inTemporaryDirectory(async (directory) => {
  const server = await startServer(directory);
  const body = { texts: [{ file: "plan.yaml", text: planText() }] };
  const seen = await timed("diff of all that is new", () => ask(server, "/configuration/diff", body));
  const { revision } = JSON.parse(seen.text) as { revision: string };
  const applied = await timed("apply", () => ask(server, "/configuration/apply", { ...body, revision }));
  const same = await timed("apply of the same again", () => ask(server, "/configuration/apply", body));
  const { unchanged } = JSON.parse(same.text) as { unchanged: number };
  const exported = await timed("export", async () => (await server.call("/api/v1/configuration/export")).text());
  const text = { texts: [{ file: "export.yaml", text: exported.text }] };
  const again = await timed("diff of the export", () => ask(server, "/configuration/diff", text));
  const { changes } = JSON.parse(again.text) as { changes: readonly { readonly what: string }[] };
  const differs = changes.filter(({ what }) => what !== "adopt").length;
  process.stdout.write(`${unchanged} objects as they are; the export differs in ${differs}\n`);
  const oneByOne = await timed(`${CLIENTS} clients one by one`, () => makeClients(server));
  const perObject = applied.ms / OBJECTS;
  process.stdout.write(`one by one / apply, for an object: ${(oneByOne.ms / CLIENTS / perObject).toFixed(1)}\n`);
  await server.stop();
});

function planText(): string {
  const apis = each(FEW, (i) => `  api-${i}: { title: API ${i}, objectives: { availability: 99.9% } }`);
  const plans = each(
    FEW,
    (i) => `  plan-${i}: { rateLimit: ${i + 1}/s, quota: ${i + 1}M/month, price: ${10 * i} EUR/month }`,
  );
  const organisations = each(
    ORGANISATIONS,
    (i) => `  org-${i}: { title: Organisation ${i}, contacts: { operations: ops@org-${i}.example } }`,
  );
  const clients = each(
    CLIENTS,
    (i) =>
      `  client-${i}: { organisation: org-${i % ORGANISATIONS}, title: Client ${i}, plans: { api-${i % FEW}: plan-${i % FEW} } }`,
  );
  return `plan: bench\napis:\n${apis}\nplans:\n${plans}\norganisations:\n${organisations}\nclients:\n${clients}\n`;
}

function each(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

async function makeClients(server: RunningServer): Promise<string> {
  for (let i = 0; i < CLIENTS; i++) {
    await ask(server, "/clients", { title: `Other ${i}`, organisation: `org-${i % ORGANISATIONS}` });
  }
  return "";
}

async function ask(server: RunningServer, path: string, body: object): Promise<string> {
  const headers = { "content-type": "application/json" };
  const answer = await server.call(`/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 1_000)}`);
  return text;
}

async function timed(
  what: string,
  work: () => Promise<string>,
): Promise<{ readonly ms: number; readonly text: string }> {
  const began = stopwatchMs();
  const text = await work();
  const ms = stopwatchMs() - began;
  process.stdout.write(`${what}: ${ms.toFixed(0)} ms\n`);
  return { ms, text };
}
