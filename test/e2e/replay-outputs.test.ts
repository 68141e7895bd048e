import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { file, folder, json, LINE, lines, PLIMSOLL, plimsoll } from "./run-plimsoll.ts";

test("a reader that stops early, as head does, is no error", async () => {
  const child = spawn(
    "bash",
    ["-c", `"${process.execPath}" "${PLIMSOLL}" replay long.json --json | head -c 10; exit "\${PIPESTATUS[0]}"`],
    { cwd: folder },
  );
  file("long.json", lines(2));
  assert.equal((await once(child, "close"))[0], 0);
});

test("with --fail-on breach an exhausted budget is exit code 1, and a kept one is 0", async () => {
  const failing = file("failing.log", lines(3).replaceAll(" 200 ", " 500 "));
  assert.equal((await plimsoll(["replay", failing, "--fail-on", "breach"])).code, 1);
  assert.equal((await plimsoll(["replay", failing])).code, 0);
  assert.equal((await plimsoll(["replay", file("fine.log", lines(3)), "--fail-on", "breach"])).code, 0);
});

test("--write makes a plan that --objectives reads, and never overwrites one", async () => {
  const log = file("plan.log", lines(5_000));
  const plan = `plan-${process.pid}.yaml`;
  assert.equal((await plimsoll(["replay", log, "--write", plan])).code, 0);
  const again = await json([log, "--objectives", plan]);
  assert.equal((again["objectives"] as { targetPpm: number }[])[0]?.targetPpm, 999_400);
  const over = await plimsoll(["replay", log, "--write", plan]);
  assert.deepEqual([over.code, over.err.includes("exists already, and a plan is not overwritten")], [2, true]);
});

test("names from a log cannot write escape sequences to the terminal", async () => {
  const hostile = LINE.replace("GET /orders", "GET /\u001b[2Jx").replace("192.0.2.7", "192.0.2.7\u001b]0;y");
  const ran = await plimsoll(["replay", file("hostile.log", `${lines(2)}${hostile}\n`)]);
  assert.equal(ran.code, 0, ran.err);
  assert(!ran.out.includes("\u001b"));
});

test("an output never overwrites what is read, and is refused before anything is read", async () => {
  const log = file("victim.log", lines(3));
  const plan = file("victim.yaml", "apis: {api: {objectives: {availability: 99%}}}");
  for (const args of [
    [log, "--html", log],
    [log, "--html", `./${log}`],
    [log, "--objectives", plan, "--html", plan],
    [log, "--write", plan],
    [log, "--html", "same.out", "--write", "same.out"],
    [log, "--html", "-"],
  ]) {
    const ran = await plimsoll(["replay", ...args]);
    assert.deepEqual([ran.code, ran.out], [2, ""], args.join(" "));
    assert.match(ran.err, /would overwrite|exists already|needs the name of a file/);
  }
  assert.equal(readFileSync(join(folder, log), "utf8"), lines(3));
});

test(
  "a full disk behind standard output is told, and is no breach",
  { skip: existsSync("/dev/full") ? false : "this system has no /dev/full" },
  async () => {
    const log = file("full.log", lines(3));
    const child = spawn("bash", ["-c", `"${process.execPath}" "${PLIMSOLL}" replay ${log} --json > /dev/full`], {
      cwd: folder,
    });
    const err: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
    assert.equal((await once(child, "close"))[0], 3);
    assert.match(Buffer.concat(err).toString(), /standard output cannot be written \(ENOSPC\)/);
  },
);

test("a plan cannot crash the program by the names it uses", async () => {
  for (const name of ["toString", "constructor", "__proto__"]) {
    const plan = file("names.yaml", `apis: {api: {objectives: {${name}: 99.9%}}}`);
    const ran = await plimsoll(["replay", file("named.log", lines(3)), "--objectives", plan]);
    assert.deepEqual([ran.code, ran.err.includes(`"${name}" is not an objective`)], [2, true], ran.err);
  }
});

test("an API whose name a plan cannot hold is left out with a remark, and a plan of nothing is refused", async () => {
  const record = (api: string, status: number): string =>
    `${JSON.stringify({ at: "2026-05-17T10:05:03Z", api, method: "GET", path: "/", status, client: "a" })}\n`;
  const log = file("apis.ndjson", record("null", 200).repeat(900) + record("Orders API", 200).repeat(900));
  assert.equal((await plimsoll(["replay", log, "--write", "apis.yaml"])).code, 0);
  const text = readFileSync(join(folder, "apis.yaml"), "utf8");
  assert.match(text, /# Left out: "Orders API"/);
  const again = await json([log, "--objectives", "apis.yaml"]);
  assert.deepEqual((again["objectives"] as { name: string }[])[0]?.name, "null/availability");
  const none = await plimsoll(["replay", file("throttled.ndjson", record("orders", 429)), "--write", "none.yaml"]);
  assert.deepEqual([none.code, none.err.includes("No plan can be written")], [2, true]);
  assert(!existsSync(join(folder, "none.yaml")));
});
