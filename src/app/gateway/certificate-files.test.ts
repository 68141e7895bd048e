import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { connect, getCACertificates, setDefaultCACertificates } from "node:tls";
import { Gateway } from "#gateway";
import { Refusal, stopwatchMs, wallClockMs } from "#kernel";
import { type Certified, newAuthority } from "../../probes/client/certificates.testing.ts";
import { CertificateFiles } from "./certificate-files.ts";

const ADMITTED = {
  admitted: true,
  api: "orders",
  version: null,
  environment: "production",
  client: null,
  clientId: null,
  organisation: null,
  plan: null,
  headers: [],
} as const;

function filesOf(t: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-tls-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const files = { cert: join(directory, "cert.pem"), key: join(directory, "key.pem") };
  const put = ({ cert, key }: Certified): void => {
    writeFileSync(files.cert, cert);
    writeFileSync(files.key, key);
  };
  return { files, put };
}

async function gatewayWith(t: TestContext, tls: Certified): Promise<{ gateway: Gateway; port: number }> {
  const gateway = new Gateway({
    access: {
      decide: ({ path }) => ({ ...ADMITTED, forwardPath: path }),
    },
    sink: { add: () => undefined },
    now: wallClockMs,
    stopwatch: stopwatchMs,
    entropy: randomBytes,
    report: (fault) => assert.fail(String(fault)),
    headersMs: 10_000,
    settings: { trustedProxies: [], bodyBytesMax: 1_000 },
    tls,
  });
  t.after(() => gateway.close(0));
  return { gateway, port: await gateway.listen({ host: "127.0.0.1", port: 0 }) };
}

async function answerAt(port: number, ca: string): Promise<{ serial: string; answer: string }> {
  const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca });
  await once(socket, "secureConnect");
  const serial = socket.getPeerCertificate().serialNumber;
  let answer = "";
  socket.on("data", (bytes) => (answer += String(bytes)));
  socket.write("GET /orders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  await once(socket, "close");
  return { serial, answer };
}

test("a certificate is used from files, and one that takes its place from the next connection on", async (t) => {
  const authority = newAuthority();
  t.after(() => authority.remove());
  const [first, second] = [authority.certify("DNS:localhost", 9), authority.certify("DNS:localhost", 9)];
  const { files, put } = filesOf(t);
  put(first);
  const faults: unknown[] = [];
  const watched = new CertificateFiles(files, (fault) => faults.push(fault));
  const { gateway, port } = await gatewayWith(t, first);
  const use = (certificate: CertificateFiles["current"]): void => gateway.useCertificate(certificate);
  const before = await answerAt(port, authority.pem);
  assert.match(before.answer, /^HTTP\/1\.1 502 [\s\S]*upstream\.unknown/);
  writeFileSync(files.cert, second.cert);
  watched.look(use);
  assert.equal(faults.length, 1, "certificate and key do not fit together yet");
  assert.equal((await answerAt(port, authority.pem)).serial, before.serial);
  put(second);
  watched.look(use);
  assert.notEqual((await answerAt(port, authority.pem)).serial, before.serial);
});

test("a server does not start with a certificate that is not there", (t) => {
  const { files } = filesOf(t);
  assert.throws(
    () => new CertificateFiles(files, () => undefined),
    (error) => error instanceof Refusal && error.detail.includes("gateway.tls") && error.detail.includes("ENOENT"),
  );
});

test("an upstream that speaks TLS is asked only when its certificate holds", async (t) => {
  const authority = newAuthority();
  const known = getCACertificates();
  t.after(() => {
    setDefaultCACertificates(known);
    authority.remove();
  });
  const certified = authority.certify("DNS:localhost", 9);
  const upstream = createServer(certified, (_request, response) => response.end("by TLS")).listen(0, "127.0.0.1");
  t.after(() => {
    upstream.close();
    upstream.closeAllConnections();
  });
  await once(upstream, "listening");
  const address = upstream.address();
  const target = `https://localhost:${typeof address === "object" && address !== null ? address.port : 0}`;
  const { gateway, port } = await gatewayWith(t, certified);
  const usual = { versions: {}, connectMs: 2_000, answerMs: 2_000, idleMs: 2_000, retries: 0 };
  gateway.use(new Map([["orders", { ...usual, targets: [target], health: null, failOpen: false }]]));
  assert.match((await answerAt(port, authority.pem)).answer, /^HTTP\/1\.1 502 [\s\S]*upstream\.unreachable/);
  setDefaultCACertificates([...known, authority.pem]);
  assert.match((await answerAt(port, authority.pem)).answer, /^HTTP\/1\.1 200 [\s\S]*by TLS/);
});
