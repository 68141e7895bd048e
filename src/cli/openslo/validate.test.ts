import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-openslo-"));
after(() => rmSync(folder, { recursive: true }));

const ORDERS = "apiVersion: openslo/v1\nkind: Service\nmetadata:\n  name: orders\n";

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(args: readonly string[], input = ""): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "src", "main.ts"), "openslo", ...args], {
    input,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { code: status, out: stdout, err: stderr };
}

test("a valid file exits with 0 and says so", () => {
  const { code, out, err } = run(["validate", file("good.yaml", ORDERS)]);
  assert.deepEqual({ code, out, err }, { code: 0, out: "● 1 document, valid\n", err: "" });
});

test("an invalid file exits with 1, and each finding has place, path, code, message, within 80 columns", () => {
  const path = file("bad.yaml", `${ORDERS}---\n${ORDERS.replace("orders", '"my orders"')}`);
  const { code, out } = run(["validate", path]);
  assert.equal(code, 1);
  assert.match(out, /✖ Service my orders/);
  assert.match(out, /error 9:3 {2}metadata\.name string_dns_label/);
  assert.match(out, /✖ 1 of 2 documents invalid/);
  const lines = out.split("\n").filter((line) => !line.includes(path));
  assert.ok(
    lines.every((line) => line.length <= 80),
    out,
  );
});

test("--json prints the contract's document and nothing else, from standard input too", () => {
  const { code, out, err } = run(["validate", "-", "--json", "--strict"], ORDERS.replace("kind", "knd: x\nkind"));
  assert.equal(code, 1);
  assert.equal(err, "");
  const [first] = (JSON.parse(out) as { documents: { errors: { message: string }[] }[] }).documents;
  assert.match(first?.errors[0]?.message ?? "", /Did you mean "kind"/);
  assert.deepEqual(JSON.parse(out), {
    valid: false,
    documents: [
      {
        file: "standard input",
        index: 0,
        kind: "Service",
        name: "orders",
        valid: false,
        errors: [{ path: "knd", code: "unknown_field", message: first?.errors[0]?.message, line: 2, column: 1 }],
        warnings: [],
      },
    ],
  });
});

test("an unknown key is an error with --strict only", () => {
  const path = file("unknown.yaml", `${ORDERS}  owner: me\n`);
  assert.equal(run(["validate", path]).code, 0);
  assert.equal(run(["validate", "--strict", path]).code, 1);
});

test("text that is no YAML is invalid, with line and column: it could be read", () => {
  const { code, out } = run(["validate", file("broken.yaml", `${ORDERS}\tx: 1\n`)]);
  assert.equal(code, 1);
  assert.match(out, /error 5:1 {2}the document syntax/);
});

test("what cannot be read as text exits with 2 and names file, place and remedy, all of them at once", () => {
  const latin = file("latin.yaml", Buffer.from("apiVersion: openslo/v1\nkind: Servic\xe9\n", "latin1"));
  const { code, out, err } = run(["validate", join(folder, "none.yaml"), latin, folder]);
  assert.equal(code, 2);
  assert.equal(out, "");
  assert.match(err, /none\.yaml cannot be read \(ENOENT\)/);
  assert.match(err, /latin\.yaml line 2 column 13 is not UTF-8/);
  assert.match(err, /EISDIR/);
});

test("a file of more than 10 MiB is refused", () => {
  const { code, err } = run(["validate", file("large.yaml", "# x\n".repeat(2_700_000))]);
  assert.equal(code, 2);
  assert.match(err, /more than 10 MiB|more than 10/);
});

test("a document's own text reaches the terminal without control characters", () => {
  const { out } = run([
    "validate",
    file("escape.json", JSON.stringify({ apiVersion: "openslo/v1", kind: "\u001b[2J" })),
  ]);
  assert.ok(!out.includes("\u001b"), out);
});

test("without a file or with an unknown flag the use is wrong", () => {
  assert.equal(run(["validate"]).code, 2);
  assert.equal(run(["validate", "--strickt", "-"]).code, 2);
  assert.equal(run([]).code, 2);
});
