import fc from "fast-check";

/** A line of an nginx log in JSON with the needed keys, some of the others, odd spacing, and sometimes a key twice. */
export function nginxLine(): fc.Arbitrary<string> {
  const all = { ...requestFields(), ...numberFields(), ...clientFields() };
  const pairs = (names: readonly string[]): fc.Arbitrary<string>[] =>
    names.map((name) => (all[name] ?? fc.constant("1")).map((value) => `"${name}":${value}`));
  const needed = fc.oneof(
    fc.tuple(...pairs(["msec", "status", "request_method", "request_uri"])),
    fc.tuple(...pairs(["time_iso8601", "status", "request"])),
  );
  const plain = fc.constantFrom(
    ['"msec":"1779012303.250"', '"status":"200"', '"request_method":"GET"', '"request_uri":"/orders/7"'],
    ['"time_iso8601":"2026-05-17T12:05:03+02:00"', '"request":"GET /orders/22?x=2 HTTP/1.1"', '"status":404'],
  );
  const others = fc.subarray(pairs(Object.keys(all))).chain((chosen) => fc.tuple(...chosen));
  const space = fc.constantFrom("", "", "", " ", "\t", "\r");
  return fc
    .tuple(fc.oneof(needed, plain), others, fc.constantFrom(0, 1, 1, 2), space)
    .chain(([first, more, order, gap]) => {
      // Of a key that comes twice the later one counts: sometimes both are left in.
      const keyed = [...more, ...first].map((member) => [order === 2 ? member : keyIn(member), member] as const);
      const members = [...new Map(keyed).values()];
      const ordered = order === 0 ? fc.constant(members) : fc.shuffledSubarray(members, { minLength: members.length });
      return ordered.map((list) => `{${list.join(`,${gap}`)}${gap === "\r" ? gap : ""}}`);
    });
}

function keyIn(member: string): string {
  return member.slice(0, member.indexOf('":'));
}

type Fields = Record<string, fc.Arbitrary<string>>;

/** Of so many values one is odd: of a line with two dozen keys the scanner then takes a good part. */
const ODD_ONE_IN = 30;

/** Values in JSON: texts in quotes, or as they are written when they begin with =. Few of them are odd. */
function values(ordinary: readonly string[], odd: readonly string[] = []): fc.Arbitrary<string> {
  const few = odd.length === 0 ? ordinary : odd;
  return fc
    .oneof(
      { weight: ODD_ONE_IN - 1, arbitrary: fc.constantFrom(...ordinary) },
      { weight: 1, arbitrary: fc.constantFrom(...few) },
    )
    .map((text) => (text.startsWith("=") ? text.slice(1) : JSON.stringify(text)));
}

function requestFields(): Fields {
  const target = values(
    ["/", "/orders/1", "/orders/22?x=/3", "/orders/22/items", "/7/8a/9/", "/o#f", "/e/1", "/a b", "=null"],
    [
      "*",
      "",
      "-",
      "?x",
      "x",
      "https://h/p?q",
      "/ü",
      "/a\\b",
      "/a/ b /c",
      `/${"x".repeat(2_048)}`,
      "=7",
      "=true",
      "=[]",
    ],
  );
  const method = values(
    ["GET", "GET", "POST", "PROPFIND", "M-SEARCH", "get", "", "-", "=null"],
    ["G3T", "é", "GET /a", "GET /orders", "X".repeat(33), "=7", "=true"],
  );
  const agent = values(
    ["curl/8", "kube-probe/1.31", "ELB-HealthChecker/2.0", "ELB-Health", "GoogleHC/1.0 and more", "", "-"],
    ['a"b', "é", "=null", "=5"],
  );
  return {
    request_method: method,
    method,
    request_uri: target,
    uri: target,
    path: target,
    request: values(
      ["GET /orders/1 HTTP/1.1", "POST /a?b HTTP/1.1", "GET /orders HTTP/2.0", "DELETE /e/9", "", "-", "=null"],
      ["GET", "GET ", "GET  /x HTTP/1.1", " /x y", "\u0016\u0003", "GET * HTTP/1.1", "=1"],
    ),
    http_user_agent: agent,
    user_agent: agent,
  };
}

function numberFields(): Fields {
  const told = ["0.045", "0.000", "12.5", "1", "60.007", "-", "", "=0.045", "=1.50", "=3", "=null"];
  const untold = ["0.0455", "0.0000005", "00.5", "1.", ".5", "1e-1", "fast", "-1", "=-1", "=1.5e-3", "=1e2", "=true"];
  const bytes = values(
    ["512", "0", "-", "", "=512", "=0", "=null", "123456789012345"],
    ["0512", "512.5", "-1", "=-1", "=512.5", "=1e3", "1234567890123456", "99999999999999999999", "many", "=false"],
  );
  const time = values(
    [
      "1779012303.250",
      "1779012303.251",
      "1779012304",
      "=1779012303.25",
      "=1779012303.250",
      "-",
      "",
      "=null",
      "2026-05-17T12:05:03+02:00",
      "2026-05-17T10:05:03Z",
      "2026-05-17T10:05:03.25Z",
      "0.5",
    ],
    [
      "01779012303.250",
      "1779012303.2505",
      "soon",
      "=true",
      "=1.779012303e9",
      "9007199254.740993",
      "1e9",
      "99999999999.1",
      "4102444800.000",
      "=-5",
      "2026-05-17T10:05:60Z",
      "1969-12-31T23:59:59Z",
      "9999999999.5",
      "2026-02-30T10:05:03Z",
    ],
  );
  return {
    msec: time,
    time_iso8601: time,
    time,
    timestamp: time,
    "@timestamp": time,
    request_time: values(told, [...untold, "9999999999.5", "=-0"]),
    upstream_response_time: values(told, [...untold, "0.020, 0.021", "-, 0.25 : 0.001", "0.020,0.021", "soon, 1"]),
    status: values(
      ["200", "404", "499", "503", "=200", "=503", "000", "20", "0", "-", "", "=null", "=0"],
      ["=200.0", "2e2", "2000", "=1000", "=true", "=-1", "OK"],
    ),
    body_bytes_sent: bytes,
    bytes_sent: bytes,
  };
}

function clientFields(): Fields {
  const names = ["acme", "beta-corp", "a", "", "-", "--", "a name of more than sixteen", "192.0.2.17", "=42", "=null"];
  const odd = ["Zoë", 'q"uote', "tab\t", "€", "=1.50", "=-0", "=1e3", "=true", '=["x"]', '={"a":1}', "=012"];
  const name = values(names, odd);
  return {
    remote_addr: values([...names, "192.0.2.1", "2001:db8:1:2::7", "unix:"], odd),
    remote_user: name,
    http_x_api_key: values([...names, "", "", "k1", "k2", "a-key-of-more-than-sixteen-letters"], odd),
    http_authorization: values(
      ["Bearer k1", "Bearer  k2", "k1", "Basic dXNlcjpwYXNz", "Bea_r-9 x", "a b c", "9earer x", "Be@rer x", "-", ""],
      ["Bearer k3 ", " Bearer x", "Bearer ", "Bearer", " ", "=7"],
    ),
    http_x_team: name,
    client: name,
    "tls.names": name,
    tls: values(["x", "=null"], ['={"names":["x","y"]}']),
    host: values(["api.example", "=7"]),
    extra: values(["=0.5", "=-3", "=false", "=1.50", "x"], ["=[]", "=tru", "=01"]),
    other: values(["x", "=1"]),
  };
}
