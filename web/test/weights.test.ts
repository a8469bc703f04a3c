import assert from "node:assert/strict";
import { test } from "node:test";
import { heaviest, ordered, shade, sums, weighed } from "../src/weights.ts";

const cells = [
  { row: 0, column: 0, ties: [{ through: 7, statements: [0, 1] }, { through: 8, statements: [2] }] },
  { row: 1, column: 0, ties: [{ through: 7, statements: [3] }] },
  { row: 2, column: 1, ties: [{ through: 9, statements: [4] }] },
];

test("a cell weighs as much as ties stand, and a tie stands as long as one statement does", () => {
  const found = weighed(cells, (statement) => statement !== 0 && statement !== 2, 1);
  assert.deepEqual(found.map(({ row, ties }) => [row, ties.length]), [[0, 1], [1, 1], [2, 1]]);
  assert.deepEqual(found[0]?.ties, [{ through: 7, statements: [1] }]);
  assert.deepEqual(weighed(cells, () => true, 2).map(({ row }) => row), [0]);
  assert.deepEqual(weighed(cells, () => false, 0), []);
});

test("rows are ordered by name, weight or likeness, and empty ones are left out", () => {
  const rows = sums(weighed(cells, (statement) => statement !== 3, 0), "row");
  assert.deepEqual([...rows], [[0, 2], [2, 1]]);
  assert.deepEqual(ordered(3, rows, "name", [2, 1, 0]), [0, 2]);
  assert.deepEqual(ordered(3, rows, "similar", [2, 1, 0]), [2, 0]);
  assert.deepEqual(ordered(3, new Map([[0, 1], [1, 5], [2, 5]]), "weight", []), [1, 2, 0]);
});

test("shades run from 1 to 5, and small weights differ beside large ones", () => {
  assert.equal(shade(50, 50), 5);
  assert.ok(shade(1, 50) < shade(4, 50));
  assert.equal(shade(1, 1), 2);
});

test("the heaviest of more cells than a call takes arguments", () => {
  const many = Array.from({ length: 400 * 400 }, (_, at) => ({ ties: at === 70_000 ? [1, 2] : [1] }));
  assert.equal(heaviest(many), 2);
  assert.equal(heaviest([]), 0);
});
