import assert from "node:assert/strict";
import { test } from "node:test";
import { ClientNames } from "./client-names.ts";
import type { NameRow } from "./rows.ts";

const row = (name: string, kind: NameRow["kind"], at: number): NameRow => ({
  name,
  kind,
  created_at: at,
  client_id: "cli_1",
});

test("a client is kept under its first name, shown by its present one, and found by each of them and by its id", () => {
  const names = new ClientNames();
  const rows = [row("Acme-App", "seen", 1), row("acme", "former", 2), row("acme-shop", "own", 3)];
  assert.equal(names.put("cli_1", rows), true);
  for (const text of ["Acme-App", "acme", "acme-shop"]) {
    assert.equal(names.shownAs(text), "acme-shop");
    assert.equal(names.keptAs(text), "acme");
    assert.deepEqual(names.allOf([text, "stranger"]), ["Acme-App", "acme", "acme-shop", "stranger"]);
  }
  assert.deepEqual(
    [names.keptAs("cli_1"), names.shownAs("stranger"), names.keptAs("stranger")],
    ["acme", "stranger", "stranger"],
  );
  assert.deepEqual([...names.kept()], ["acme"]);
});

test("what was seen under another name before it was claimed keeps counts of its own, under that name", () => {
  const names = new ClientNames();
  names.put("cli_1", [row("Acme-App", "seen", 1), row("acme", "former", 2), row("acme-shop", "own", 3)]);
  assert.equal(names.shownApart("acme"), "acme-shop");
  assert.equal(names.shownApart("Acme-App"), "Acme-App");
});

test("names that a client gives up stand for nobody, and saying the same again is no change", () => {
  const names = new ClientNames();
  const now = [row("acme", "own", 2)];
  names.put("cli_1", [row("Acme-App", "seen", 1), ...now]);
  const { revision } = names;
  assert.equal(names.put("cli_1", now), true);
  assert.equal(names.has("Acme-App"), false);
  assert.equal(names.put("cli_1", now), false);
  assert.equal(names.revision, revision + 1);
});
