import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { templateOf } from "./path-template.ts";

const TABLE: readonly (readonly [path: string, template: string])[] = [
  ["", "/"],
  ["/", "/"],
  ["*", "*"],
  ["/orders", "/orders"],
  ["/orders/", "/orders/"],
  ["//orders", "//orders"],
  ["/orders/4711", "/orders/{id}"],
  ["/orders/4711/items/2", "/orders/{id}/items/{id}"],
  ["/v2/orders", "/v2/orders"],
  ["/carts/123e4567-e89b-12d3-a456-426614174000", "/carts/{id}"],
  ["/commits/9f86d081884c7d65", "/commits/{id}"],
  ["/commits/9f86d08188", "/commits/9f86d08188"],
  ["/events/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/events/{id}"],
  ["/words/abcdefghjkmnpqrstvwxyzabcd", "/words/abcdefghjkmnpqrstvwxyzabcd"],
  ["/tokens/eyJhbGciOiJIUzI1NiJ9x", "/tokens/{id}"],
  ["/payments/pay_3MtwBwLkdIwHu7ix28a3tqPa", "/payments/{id}"],
  ["/posts/release-notes-2024-part-2", "/posts/release-notes-2024-part-2"],
  ["/docs/ReleaseNotesForVersion2Beta", "/docs/ReleaseNotesForVersion2Beta"],
  ["/days/2024-05-01", "/days/{id}"],
  ["/months/2024-05", "/months/{id}"],
  ["/at/2024-05-01T10%3A00%3A00Z", "/at/{id}"],
  ["/posts/2024-05-slides", "/posts/2024-05-slides"],
  ["/img/kibana-dashboard3.png", "/img/kibana-dashboard3.png"],
  ["/404.html", "/404.html"],
  ["/files/9f86d081884c7d659a2feaa0c55ad015.js", "/files/9f86d081884c7d659a2feaa0c55ad015.js"],
  ["/orders/{id}", "/orders/{id}"],
  ["/größe/7", "/größe/{id}"],
  ["/a/b/c/d/e/f/g/h/i/j/k/l", "/a/b/c/d/e/f/g/h/i/j/k/l"],
  ["/a/b/c/d/e/f/g/h/i/j/k/l/m", "/a/b/c/d/e/f/g/h/i/j/k/l/…"],
  ["/a/b/c/d/e/f/g/h/i/j/k/l/m/n", "/a/b/c/d/e/f/g/h/i/j/k/l/…"],
  [`/x/${"ab!".repeat(50)}`, "/x/…"],
  [`/x/${"7".repeat(500)}`, "/x/{id}"],
];

for (const [path, template] of TABLE) {
  test(`${path.slice(0, 60) || "the empty path"} becomes ${template}`, () => assert.equal(templateOf(path), template));
}

const segment = fc.oneof(
  fc.string({ unit: "binary", maxLength: 130 }),
  fc.stringMatching(/^[A-Za-z0-9_-]{0,40}$/),
  fc.constantFrom("orders", "…", "{id}", "", "4711", "2024-05-01"),
);

test("a template is its own template", () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 20 }), (segments) => {
      const template = templateOf(`/${segments.join("/")}`);
      assert.equal(templateOf(template), template);
    }),
  );
});

test("a template has at most thirteen segments of at most a hundred characters", () => {
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 40 }), (segments) => {
      const parts = templateOf(`/${segments.join("/")}`)
        .split("/")
        .slice(1);
      assert.ok(parts.length <= 13 && parts.every((part) => part.length <= 100));
    }),
  );
});

test("filling ids into a template and asking for the template gives it back", () => {
  const id = fc.oneof(
    fc.uuid(),
    fc.nat().map(String),
    fc.stringMatching(/^[0-9a-f]{16,40}$/),
    fc.ulid().filter((ulid) => /\d/.test(ulid)),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("orders", "items", "v1"), id), { minLength: 1, maxLength: 6 }),
      (pairs) => {
        const filled = pairs.map(([word, value]) => `/${word}/${value}`).join("");
        assert.equal(templateOf(filled), pairs.map(([word]) => `/${word}/{id}`).join(""));
      },
    ),
  );
});

test("a path of a megabyte takes no noticeable time, whatever it is made of", () => {
  const started = performance.now();
  for (const piece of ["a", "/", "1a", "-", "%2F", "2024-05-"]) {
    templateOf(`/${piece.repeat(1_000_000 / piece.length)}`);
  }
  assert.ok(performance.now() - started < 2_000);
});

test("paths that differ only in segments of nothing but digits have the same template", () => {
  const number = fc.oneof(fc.nat().map(String), fc.constantFrom("0", "007", "9".repeat(150)));
  const part = fc.constantFrom("#", "#", "orders", "v2", "1a", "", "2024-05-01", "~", "x".repeat(120));
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 15 }),
      fc.infiniteStream(number),
      fc.infiniteStream(number),
      (parts, one, other) => {
        const pathWith = (numbers: Iterator<string>): string =>
          `/${parts.map((text) => (text === "#" ? String(numbers.next().value) : text)).join("/")}`;
        assert.equal(templateOf(pathWith(one)), templateOf(pathWith(other)));
      },
    ),
  );
});
