import fc from "fast-check";

/** The text of a record with the needed fields, some of the others, odd spacing, and sometimes a field twice. */
export function recordText(): fc.Arbitrary<string> {
  const all = fields();
  const pairs = (names: readonly string[]): fc.Arbitrary<string>[] =>
    names.map((name) => (all[name] ?? fc.constant("1")).map((value) => `"${name}":${value}`));
  const needed = fc.tuple(...pairs(["at", "status", "method", "path"]));
  const plain = fc.constant([
    '"at":"2026-05-17T10:05:03.250Z"',
    '"method":"GET"',
    '"path":"/orders/7"',
    '"status":200',
  ]);
  const others = fc.subarray(pairs(Object.keys(all))).chain((chosen) => fc.tuple(...chosen));
  const space = fc.constantFrom("", "", "", " ", "\t", "\r");
  return fc.tuple(fc.oneof(needed, plain), others, fc.boolean(), space).chain(([first, more, shuffle, gap]) => {
    const members = [
      ...new Map([...more, ...first].map((member) => [shuffle ? member : member.split(":")[0], member])).values(),
    ];
    const ordered = shuffle ? fc.shuffledSubarray(members, { minLength: members.length }) : fc.constant(members);
    return ordered.map((list) => `{${list.join(`,${gap}`)}${gap === "\r" ? gap : ""}}`);
  });
}

/** A field, mostly with a value that it may have, in JSON. */
function fields(): Record<string, fc.Arbitrary<string>> {
  const quoted = (...texts: string[]): fc.Arbitrary<string> =>
    fc.constantFrom(...texts).map((text) => JSON.stringify(text));
  const name = fc.oneof(
    quoted("acme", "", "beta-corp", "a", "Zoë", 'q"uote', "sl\\/ash", "€", "tab\t"),
    fc.constantFrom("null", "42", "-0", "1.5", "1e3"),
  );
  const number = fc.oneof(
    fc.constantFrom(
      "0",
      "7",
      "200",
      "499",
      "1.0005",
      "12.3456",
      "0.0004999",
      "0.0005",
      "2e2",
      "-0",
      "-1",
      "null",
      '""',
      "01",
      "1.",
      "999",
    ),
    fc.constantFrom(
      "99999999999.9996",
      "999999999999.99",
      "1234567890123456789",
      "9007199254740993",
      "123456789012345",
      "1e-7",
      "5E+2",
    ),
    fc.double({ min: 0, max: 1e6, noNaN: true }).map(String),
    fc.nat().map(String),
  );
  return {
    at: fc.oneof(
      quoted(
        "2026-05-17T10:05:03Z",
        "2026-05-17T10:05:03.250Z",
        "2026-05-17T23:59:59.9999999+05:30",
        "2026-05-18t00:00:00z",
        "2026-05-17T10:06:04.001Z",
      ),
      quoted(
        "2026-02-29T00:00:00Z",
        "2026-05-17T10:05:60Z",
        "2026-05-17 10:05:03Z",
        "2026-05-17T10:05:03",
        "2026-05-17T24:00:00Z",
        "2026-05-17T10:60:03.250Z",
        "2026-05-17T1:005:03.250Z",
        "2026-05-17T10:0a:03.250Z",
        "2026-13-17T10:05:03.250Z",
        "2026-05/17T10:05:03.250Z",
        "",
      ),
      quoted("1969-05-17T10:05:03Z", "9999-12-31T23:59:59-01:00", "2026-05-17T10:05:03.Z", "2026-05-17T10:05:03+24:00"),
    ),
    status: fc.oneof(fc.constantFrom("200", "404", "503", "0"), number),
    method: fc.oneof(quoted("GET", "POST", "M-SEARCH", "", "G T", "é"), fc.constant("null")),
    path: fc.oneof(
      quoted(
        "/",
        "/orders/1",
        "/orders/1?x=2",
        "/orders/22",
        "/orders/22/items?x=/3",
        "/7/8a/9/",
        "/o#f",
        "",
        "x",
        "https://h/p?q",
        "/ü",
        "/a\\b",
        "/averyveryverylongpath/0123456789",
      ),
      name,
    ),
    operation: fc.oneof(quoted("GET /orders/{id}", "", "M-SEARCH /x", "list orders", "GET"), name),
    durationMs: number,
    upstreamMs: number,
    responseBytes: number,
    requestBytes: number,
    client: name,
    user: fc.oneof(name, fc.constantFrom("true", "false", "[1]", "{}")),
    ip: name,
    api: quoted("orders", "billing", "", "Ö"),
    environment: quoted("production", "sandbox", ""),
    kind: quoted("client", "probe", "drill", "canary", "", "robot"),
    outcome: quoted("served", "timeout", "clientAborted", "", "lost"),
    userAgent: quoted(
      "curl/8",
      "kube-probe/1.31",
      "ELB-HealthChecker/2.0",
      "ELB-Health",
      "GoogleHC/1.0 and much more of it than fits",
    ),
    traceId: fc.oneof(name, quoted("x".repeat(64), "x".repeat(65), "é".repeat(33))),
    requestId: fc.oneof(name, quoted("r".repeat(128), "r".repeat(129))),
    plan: name,
    version: quoted("v1", "v2", "", "v10.0.0-rc1"),
    region: fc.oneof(quoted("eu", "us-east-1", ""), name),
    release: quoted("r1", "r2", ""),
    extra: fc.oneof(name, number, fc.constantFrom("true", "false", "[]", '{"a":1}', "tru")),
    other: fc.constantFrom('"x"', "1", "-0.5", "null"),
  };
}
