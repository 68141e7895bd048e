import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { oidcSettingsOf } from "./oidc-settings.ts";
import { readSettings } from "./read-settings.ts";

const textOf = (fields: Readonly<Record<string, string>>): string => {
  const all = { issuer: "https://login.example.com", clientId: "plimsoll", label: "Example", ...fields };
  return `oidc:\n${Object.entries(all)
    .map(([name, value]) => `  ${name}: ${value}\n`)
    .join("")}`;
};
const settingsOf = (fields: Readonly<Record<string, string>>) =>
  oidcSettingsOf(readSettings(textOf(fields), "server.yaml").oidc);

test("there is no identity provider unless it is set, and its secret comes from a file or a variable", () => {
  assert.equal(oidcSettingsOf(readSettings("", "server.yaml").oidc), undefined);
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-oidc-"));
  const file = join(directory, "secret");
  writeFileSync(file, "hunter2\n");
  const read = settingsOf({ clientSecret: `{file: ${file}}` });
  writeFileSync(file, "\n");
  assert.throws(() => settingsOf({ clientSecret: `{file: ${file}}` }), /leads to an empty text/);
  rmSync(directory, { recursive: true });
  assert.deepEqual([read?.clientSecret, read?.clientAuthentication], ["hunter2", "basic"]);
  assert.equal(settingsOf({})?.clientSecret, undefined);
  const unset = { clientSecret: "{env: PLIMSOLL_NO_SUCH_VARIABLE}" };
  assert.throws(() => settingsOf(unset), /names the variable PLIMSOLL_NO_SUCH_VARIABLE, which is not set/);
});

test("a secret in the file itself is refused without being printed, and so is a provider elsewhere without TLS", () => {
  assert.throws(
    () => settingsOf({ clientSecret: "hunter2" }),
    (error) => String(error).includes("{env: NAME} or {file: path}") && !String(error).includes("hunter2"),
  );
  assert.throws(
    () => settingsOf({ issuer: "http://login.example.com" }),
    /server\.yaml:2:11: oidc\.issuer: must be https/,
  );
  assert.equal(settingsOf({ issuer: "http://localhost:8080" })?.issuer, "http://localhost:8080");
});
