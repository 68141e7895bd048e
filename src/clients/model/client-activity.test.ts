import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ACTIVITY_FIGURES, clientActivity, clientsWith } from "./client-activity.ts";

const sets = (...periods: string[]): Set<string>[] => periods.map((names) => new Set(names));

test("who comes first is new, who stays away is lost, who comes again is returning; registered and observed apart", () => {
  const activity = clientActivity({
    periods: sets("ab", "bX", "a", ""),
    last: new Set("a"),
    before: new Set("aX"),
    isRegistered: (client) => client !== "X",
  });
  assert.deepEqual(activity, [
    {
      registered: { active: 2, new: 1, returning: 0, lost: 0 },
      observed: { active: 0, new: 0, returning: 0, lost: 0 },
    },
    {
      registered: { active: 1, new: 0, returning: 0, lost: 1 },
      observed: { active: 1, new: 0, returning: 1, lost: 0 },
    },
    {
      registered: { active: 1, new: 0, returning: 1, lost: 1 },
      observed: { active: 0, new: 0, returning: 0, lost: 1 },
    },
    {
      registered: { active: 0, new: 0, returning: 0, lost: 1 },
      observed: { active: 0, new: 0, returning: 0, lost: 0 },
    },
  ]);
});

test("active now = active before − lost + new + returning, in every history", () => {
  const names = fc.array(fc.constantFrom(...Array.from("abcdefgh")), { maxLength: 8 }).map((list) => new Set(list));
  fc.assert(
    fc.property(fc.array(names, { maxLength: 12 }), names, names, (periods, last, before) => {
      let active = last.size;
      const activity = clientActivity({ periods, last, before, isRegistered: (client) => client < "d" });
      for (const [index, { registered, observed }] of activity.entries()) {
        const sum = (figure: "active" | "new" | "returning" | "lost"): number => registered[figure] + observed[figure];
        active += sum("new") + sum("returning") - sum("lost");
        assert.equal(sum("active"), active);
        assert.equal(active, periods[index]?.size);
      }
    }),
  );
});

test("each figure counts exactly the clients that its list names", () => {
  const names = fc.array(fc.constantFrom(...Array.from("abcdefgh")), { maxLength: 8 }).map((list) => new Set(list));
  fc.assert(
    fc.property(names, names, names, (active, last, before) => {
      const [figures] = clientActivity({ periods: [active], last, before, isRegistered: () => true });
      for (const figure of ACTIVITY_FIGURES) {
        assert.equal(clientsWith(figure, { active, last, before }).length, figures?.registered[figure], figure);
      }
    }),
  );
});
