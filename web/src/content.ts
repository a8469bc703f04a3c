/**
 * The block `content` of the pages that show no network. What they call things, statements and sources are
 * indexes into the tables of format.ts: `things` here, statements into `evidence`, sources into `reasons`.
 */

import type { Kind, Page, Things, Words } from "./format.ts";

/** What every page without a network begins with. */
export interface Content {
  page: Page;
  kinds: Kind[];
  things: Things;
}

// -- timeline ---------------------------------------------------------------------------------------

export interface TimelineContent extends Content {
  /** Index of the thing that the timeline is about. */
  subject: number;
  /** Kinds of rows, in order. */
  lanes: { id: string; label: Words; plural: Words }[];
  /** Sorted by lane, then by time; what nobody dates comes last. */
  rows: TimelineRow[];
}

export interface TimelineRow {
  /** Index into `lanes`. */
  lane: number;
  /** Indexes of what it names, what it is mainly about first; empty where that is the subject alone. */
  things: number[];
  /** Roles and kinds. */
  words: string[];
  /** What to call it, if it is about the subject itself; "" where the first thing's name says it. */
  heading: string;
  marks: Mark[];
  /** Indexes of all statements behind it. */
  statements: number[];
  disputed: boolean;
}

/** First and last day, as days since 1970-01-01: a date as wide as its source leaves it. */
export type Days = [number, number];

export interface Mark {
  /**
   * point: some time within `from`; span: from `from` to `to`, either of which can be open; announced: made
   * public then, which is not when it began; season: the year that the season is named after, which is no date;
   * reported: the first day on which a source spoke of it, which is not when it took place.
   */
  form: "point" | "span" | "announced" | "season" | "reported";
  from: Days | null;
  to: Days | null;
  text: string;
  rank: "preferred" | "normal" | "deprecated";
  statements: number[];
}

// -- matrix -----------------------------------------------------------------------------------------

export interface MatrixContent extends Content {
  /** Indexes of the things in rows and in columns, sorted by name, or by time where they are seasons. */
  rows: number[];
  columns: number[];
  /** Places in `rows` and `columns` in an order that puts similar ones together. */
  similar: { rows: number[]; columns: number[] };
  /** Whether rows and columns are seasons. */
  timed: { rows: boolean; columns: boolean };
  /** How many rows and columns there were before the lightest were cut. */
  whole: { rows: number; columns: number };
  /** What stands in rows and columns, as a heading. */
  heads: { rows: string; columns: string };
  /** What the number in a cell counts. */
  weighs: string;
  /** Sorted by row, then by column; places in `rows` and `columns`. */
  cells: { row: number; column: number; ties: MatrixTie[] }[];
}

export interface MatrixTie {
  /** Index of the thing that it goes through; -1 where it goes through none. */
  through: number;
  statements: number[];
}

// -- table ------------------------------------------------------------------------------------------

export interface TableContent extends Content {
  /** What was asked, in words, and what the question's header says further. */
  question: { name: string; summary: string; description: string };
  parameters: { name: string; value: string; label: string }[];
  columns: { name: string; label: string; meaning: string; form: "text" | "number" | "date" | "thing" | "statement" | "list" }[];
  rows: Cell[][];
}

/** A number, a text, several texts, the index of a thing or of a statement, or nothing. */
export type Cell = null | number | string | string[] | { thing: number } | { statement: number; text: string };
