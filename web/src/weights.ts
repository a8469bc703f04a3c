/** The cells of a matrix: how much is left of each when filters are set, and the order of rows and columns. */
import type { MatrixContent, MatrixTie } from "./content.ts";

export interface Weighed {
  row: number;
  column: number;
  /** The ties that stand, each with the statements that do; never empty. */
  ties: MatrixTie[];
}

/** The cells with at least so many ties that stand. A tie stands as long as one of its statements does. */
export function weighed(cells: MatrixContent["cells"], passes: (statement: number) => boolean, least: number): Weighed[] {
  const found: Weighed[] = [];
  for (const cell of cells) {
    const ties = cell.ties.flatMap((tie) => {
      const statements = tie.statements.filter(passes);
      return statements.length ? [{ through: tie.through, statements }] : [];
    });
    if (ties.length >= Math.max(1, least)) found.push({ row: cell.row, column: cell.column, ties });
  }
  return found;
}

export type Order = "name" | "weight" | "similar";

/**
 * The places of rows (or columns) that still hold something, in order. Equal weights keep the order of names.
 *
 * @param many how many there are
 * @param sums their weights; what has none is left out
 * @param alike their order by likeness
 */
export function ordered(many: number, sums: ReadonlyMap<number, number>, order: Order, alike: readonly number[]): number[] {
  const places = order === "similar" ? [...alike] : Array.from({ length: many }, (_, place) => place);
  const left = places.filter((place) => sums.get(place));
  return order === "weight" ? left.sort((one, two) => (sums.get(two) ?? 0) - (sums.get(one) ?? 0) || one - two) : left;
}

/** The sums of weights by row or column. */
export function sums(cells: readonly Weighed[], side: "row" | "column"): Map<number, number> {
  const found = new Map<number, number>();
  for (const cell of cells) found.set(cell[side], (found.get(cell[side]) ?? 0) + cell.ties.length);
  return found;
}

/** The greatest weight among cells; 0 where there are none. A matrix has more cells than a call takes arguments. */
export function heaviest(cells: readonly { ties: readonly unknown[] }[]): number {
  return cells.reduce((most, cell) => Math.max(most, cell.ties.length), 0);
}

/** The shade of a weight, 1 to 5: by the square root, so that ones and twos can be told beside a fifty. */
export function shade(weight: number, most: number): number {
  return most <= 1 ? 2 : Math.max(1, Math.min(5, Math.ceil(Math.sqrt(weight / most) * 5)));
}
