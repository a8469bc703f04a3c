import assert from "node:assert/strict";
import { test } from "node:test";
import type { Cell } from "../src/content.ts";
import { cellText, folded, holds, sorted } from "../src/sorting.ts";

const names = ["Éloïse", "amber", "陳"];
const nameOf = (thing: number) => names[thing] ?? "";

test("numbers are sorted as numbers, names without regard to case and accents, what is empty last", () => {
  const rows: Cell[][] = [[10, { thing: 0 }], [null, { thing: 1 }], [9, null], [1000, "Zoe"]];
  assert.deepEqual(sorted(rows, 0, false, nameOf), [2, 0, 3, 1]);
  assert.deepEqual(sorted(rows, 0, true, nameOf), [3, 0, 2, 1]);
  assert.deepEqual(sorted(rows, 1, false, nameOf), [1, 0, 3, 2]);
  assert.deepEqual(sorted(rows, 1, true, nameOf), [3, 0, 1, 2]);
  assert.deepEqual(sorted(rows, -1, false, nameOf), [0, 1, 2, 3]);
});

test("equal rows stay in their order either way", () => {
  const rows: Cell[][] = [["a"], ["A"], ["á"]];
  assert.deepEqual(sorted(rows, 0, false, nameOf), [0, 1, 2]);
  assert.deepEqual(sorted(rows, 0, true, nameOf), [0, 1, 2]);
});

test("a row is found by words in any order, in any script, with or without accents", () => {
  const rows: Cell[][] = [[{ thing: 0 }, ["Le Fil", "The Hem"], 1998], [{ thing: 2 }, "x", null]];
  const texts = folded(rows, (cell) => [cellText(cell, nameOf)]);
  assert.ok(holds(texts[0]!, "hem eloise"));
  assert.ok(holds(texts[0]!, "1998"));
  assert.ok(holds(texts[1]!, "陳"));
  assert.ok(holds(texts[1]!, ""));
  assert.ok(!holds(texts[1]!, "eloise"));
});
