/** Type-ahead over all names, aliases and scripts. */
import { fold } from "./names.ts";
import type { Names } from "./names.ts";
import type { Picture } from "./format.ts";

export interface Found {
  thing: number;
  /** The name that was found, as written; the thing's label may be another. */
  name: string;
}

interface Entry extends Found {
  folded: string;
}

/** All names of all things, folded once. */
export type NameIndex = Entry[];

export function indexNames(picture: Picture, names: Names): NameIndex {
  const entries: NameIndex = [];
  for (let thing = 0; thing < picture.things.id.length; thing++) {
    const seen = new Set<string>();
    for (const name of [...names.all(thing).map(([, text]) => text), ...names.others(thing)]) {
      // Ten thousand characters are an attack or an accident; nobody types more than the first few.
      const folded = fold(name.slice(0, 200));
      if (!folded || seen.has(folded)) continue;
      seen.add(folded);
      entries.push({ thing, name, folded });
    }
  }
  return entries;
}

/**
 * The things whose names fit what was typed, best first, one row a thing. Best is the name itself, then one that
 * starts so, then one with a word that starts so, then one whose words start as those typed in any order, then
 * one that has it inside; among equals the larger node, then the smaller index.
 */
export function search(index: NameIndex, typed: string, sizes: ArrayLike<number>, most = 12, among?: (thing: number) => boolean): Found[] {
  const query = fold(typed);
  if (!query) return [];
  const words = query.split(" ");
  const best = new Map<number, { rank: number; entry: Entry }>();
  for (const entry of index) {
    if (among && !among(entry.thing)) continue;
    const rank = fit(entry.folded, query, words);
    if (rank === NOWHERE) continue;
    const known = best.get(entry.thing);
    if (!known || rank < known.rank) best.set(entry.thing, { rank, entry });
  }
  return [...best.values()]
    .sort(
      (one, two) =>
        one.rank - two.rank ||
        (sizes[two.entry.thing] ?? 0) - (sizes[one.entry.thing] ?? 0) ||
        one.entry.thing - two.entry.thing,
    )
    .slice(0, most)
    .map(({ entry }) => ({ thing: entry.thing, name: entry.name }));
}

const NOWHERE = 9;

function fit(folded: string, query: string, words: string[]): number {
  if (folded.startsWith(query)) return folded.length === query.length ? 0 : 1;
  const at = folded.indexOf(query);
  if (at > 0 && (folded[at - 1] === " " || folded.includes(` ${query}`))) return 2;
  if (words.length > 1 && words.every((word) => folded.startsWith(word) || folded.includes(` ${word}`))) return 3;
  if (at > 0) return 4;
  return words.length > 1 && words.every((word) => folded.includes(word)) ? 5 : NOWHERE;
}
