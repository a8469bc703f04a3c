/** Sorting and filtering the rows of a table. */
import type { Cell } from "./content.ts";
import { fold } from "./names.ts";

/** The text of a cell, as it is searched, sorted and saved. */
export function cellText(cell: Cell, nameOf: (thing: number) => string): string {
  if (cell === null) return "";
  if (Array.isArray(cell)) return cell.join("; ");
  if (typeof cell !== "object") return String(cell);
  return "thing" in cell ? nameOf(cell.thing) : cell.text;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Which of two cells comes first; what is empty comes last either way, so it never hides what is there. */
export function compare(one: Cell, two: Cell, down: boolean, nameOf: (thing: number) => string): number {
  const [a, b] = [cellText(one, nameOf), cellText(two, nameOf)];
  if (a === "" || b === "") return a === b ? 0 : a === "" ? 1 : -1;
  const order = typeof one === "number" && typeof two === "number" ? one - two : collator.compare(a, b);
  return down ? -order : order;
}

/** The places of the rows in order; equal ones stay as they were. */
export function sorted(rows: readonly Cell[][], column: number, down: boolean, nameOf: (thing: number) => string): number[] {
  const places = rows.map((_, place) => place);
  if (column < 0) return places;
  return places.sort((one, two) => compare(rows[one]?.[column] ?? null, rows[two]?.[column] ?? null, down, nameOf) || one - two);
}

/** The folded text of every row, for looking things up in it. */
export function folded(rows: readonly Cell[][], textsOf: (cell: Cell) => string[]): string[] {
  return rows.map((row) => row.flatMap(textsOf).map((text) => fold(text.slice(0, 2000))).join("\n"));
}

/** Whether a folded row has every word that was typed, in any order, each at the beginning of a word or inside one. */
export function holds(row: string, typed: string): boolean {
  return fold(typed).split(" ").every((word) => row.includes(word));
}
