import assert from "node:assert/strict";
import { test } from "node:test";
import { around, dateOf, dayOf, moved, packed, ticks, zoomed } from "../src/axis.ts";

test("days and dates are each other's inverse, before 1970 and in years below 100, too", () => {
  assert.equal(dayOf(1970), 0);
  assert.equal(dayOf(2024, 4, 11), 19824);
  for (const day of [-40_000, -1, 0, 19_824, 700_000]) assert.equal(dayOf(...dateOf(day)), day);
  assert.deepEqual(dateOf(dayOf(47, 3, 2)), [47, 3, 2]);
});

test("ticks keep their distance at every zoom", () => {
  for (const years of [0.05, 0.3, 1, 3, 10, 24, 80, 500]) {
    for (const width of [200, 390, 1400]) {
      const [from, to] = [dayOf(2000), dayOf(2000) + years * 365];
      const days = ticks(from, to, width).map((tick) => tick.day);
      const scale = width / (to - from);
      for (let place = 1; place < days.length; place++) {
        // Months differ in length: a step of one month can be two days short of the mean.
        assert.ok((days[place]! - days[place - 1]!) * scale >= 58, `${years} years on ${width} px`);
      }
      assert.ok(days.every((day) => day >= from && day <= to));
    }
  }
});

test("years are ticks where years are wide enough, and months are named between them", () => {
  assert.deepEqual(ticks(dayOf(2000, 6), dayOf(2004), 400).map((tick) => tick.text), ["2001", "2002", "2003", "2004"]);
  assert.deepEqual(ticks(dayOf(2000), dayOf(2001), 300).map((tick) => tick.text), ["2000", "Apr", "Jul", "Oct", "2001"]);
  assert.deepEqual(ticks(5, 5, 300), []);
  assert.deepEqual(ticks(0, 100, 0), []);
});

test("the range has air on both sides, also about a single day", () => {
  const range = around([100]);
  assert.ok(range.from < 20 && range.to > 180);
});

test("zooming keeps the place under the pointer, and stays within bounds", () => {
  const bounds = { from: 0, to: 1000 };
  const near = zoomed(bounds, 2, 0.25, bounds);
  assert.deepEqual(near, { from: 125, to: 625 });
  assert.deepEqual(zoomed(near, 0.1, 0.5, bounds), bounds);
  assert.deepEqual(moved(near, 5, bounds), { from: 500, to: 1000 });
});

test("marks that would overlap stand on different lines", () => {
  assert.deepEqual(packed([[0, 10], [5, 12], [10, 20], [13, 15]]), [0, 1, 0, 1]);
});
