/** Many short lists of numbers in two arrays: list `i` is `at[start[i]] ... at[start[i + 1] - 1]`. */
import type { Indexes } from "./format.ts";

export interface Lists {
  start: Int32Array;
  at: Int32Array;
}

export function lists(rows: readonly Indexes[]): Lists {
  const start = new Int32Array(rows.length + 1);
  for (let row = 0; row < rows.length; row++) {
    const some = rows[row]!;
    start[row + 1] = start[row]! + (typeof some === "number" ? (some < 0 ? 0 : 1) : some.length);
  }
  const at = new Int32Array(start[rows.length]!);
  for (let row = 0; row < rows.length; row++) {
    const some = rows[row]!;
    const from = start[row]!;
    if (typeof some !== "number") at.set(some, from);
    else if (some >= 0) at[from] = some;
  }
  return { start, at };
}

/** For each of so many keys the rows that have it, in the order of rows; -1 is no key. */
export function rowsBy(keys: ArrayLike<number>, many: number): Lists {
  const start = new Int32Array(many + 1);
  for (let row = 0; row < keys.length; row++) if (keys[row]! >= 0) start[keys[row]! + 1]!++;
  for (let key = 0; key < many; key++) start[key + 1]! += start[key]!;
  const next = start.slice();
  const at = new Int32Array(start[many]!);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row]!;
    if (key >= 0) at[next[key]!++] = row;
  }
  return { start, at };
}

/** The same the other way round: for each of so many values the lists that hold it. */
export function turned(some: Lists, many: number): Lists {
  const rows = new Int32Array(some.at.length);
  for (let row = 0; row + 1 < some.start.length; row++) rows.fill(row, some.start[row]!, some.start[row + 1]!);
  const by = rowsBy(some.at, many);
  return { start: by.start, at: by.at.map((place) => rows[place]!) };
}

export function list(some: Lists, row: number): Int32Array {
  return some.at.subarray(some.start[row]!, some.start[row + 1]!);
}

/** The numbers of a column that may hold one or several. */
export function several(some: Indexes | undefined): number[] {
  if (some === undefined) return [];
  if (typeof some === "number") return some < 0 ? [] : [some];
  return some;
}
