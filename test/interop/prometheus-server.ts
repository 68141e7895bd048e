import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { freePort, startServer, until } from "./server.ts";

/** What a Prometheus scrapes, and the rules that it evaluates. */
export interface Scraping {
  /** "127.0.0.1:4747". */
  readonly target: string;
  readonly token: string;
  readonly rules: string;
}

/** A series of an answer. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A real Prometheus of ours on loopback. */
export interface RunningPrometheus extends AsyncDisposable {
  /** An instant query, now. */
  readonly query: (expression: string) => Promise<readonly Series[]>;
}

const READY_MS_MAX = 20_000;

/** Starts Debian's Prometheus, which scrapes and evaluates each second. End it. */
export async function startPrometheus({ target, token, rules }: Scraping): Promise<RunningPrometheus> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-prometheus-"));
  const config = {
    global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
    rule_files: [join(folder, "plimsoll.rules.yml")],
    scrape_configs: [
      { job_name: "plimsoll", authorization: { credentials: token }, static_configs: [{ targets: [target] }] },
    ],
  };
  writeFileSync(join(folder, "prometheus.yml"), stringify(config));
  writeFileSync(join(folder, "plimsoll.rules.yml"), rules);
  const port = await freePort();
  const server = await startServer({
    program: "prometheus",
    debianPackage: "prometheus",
    port,
    args: [
      `--config.file=${join(folder, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--log.level=warn",
    ],
  });
  const isReady = async (): Promise<boolean> => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok;
  await until(isReady, "Prometheus is ready", READY_MS_MAX);
  return {
    query: (expression) => query(port, expression),
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function query(port: number, expression: string): Promise<Series[]> {
  const answer = await fetch(
    `http://127.0.0.1:${port}/api/v1/query?${new URLSearchParams({ query: expression }).toString()}`,
  );
  const body = (await answer.json()) as {
    status: string;
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  assert.equal(body.status, "success", JSON.stringify(body));
  return body.data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}
