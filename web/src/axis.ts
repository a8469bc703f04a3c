/** The axis of a timeline: days to pixels, and ticks that thin out where there is no room for them. */

/** Days since 1970-01-01 of a date of the Gregorian calendar; months from 1. */
export function dayOf(year: number, month = 1, day = 1): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return Math.round(date.getTime() / 86_400_000);
}

/** Year, month (from 1) and day of a number of days since 1970-01-01. */
export function dateOf(day: number): [number, number, number] {
  const date = new Date(day * 86_400_000);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}

export interface Tick {
  day: number;
  text: string;
  /** Whether it begins something larger: a year among months, a century among decades. */
  major: boolean;
}

/** Steps in months, from the finest; days come below them. */
const MONTHS = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
const DAYS = [1, 7, 14];
const DAYS_A_MONTH = 30.44;
const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Ticks between two days, at least `room` pixels apart on an axis of this width.
 * The months are named in English as the rest of the page's own words are; years are numbers.
 */
export function ticks(from: number, to: number, width: number, room = 64): Tick[] {
  if (!(to > from) || !(width > 0)) return [];
  const least = ((to - from) / width) * room;
  const days = DAYS.find((step) => step >= least);
  if (days !== undefined) return dayTicks(from, to, days);
  const months = MONTHS.find((step) => step * DAYS_A_MONTH >= least) ?? Math.ceil(least / DAYS_A_MONTH / 1200) * 1200;
  const [year, month] = dateOf(from);
  const found: Tick[] = [];
  for (let at = Math.floor((year * 12 + month - 1) / months) * months; ; at += months) {
    const day = dayOf(Math.floor(at / 12), (at % 12) + 1);
    if (day > to) return found;
    if (day < from) continue;
    const january = at % 12 === 0;
    found.push({ day, text: january ? String(at / 12) : (NAMES[at % 12] ?? ""), major: months < 12 ? january : at % 1200 === 0 });
  }
}

function dayTicks(from: number, to: number, step: number): Tick[] {
  const found: Tick[] = [];
  for (let day = Math.ceil(from / step) * step; day <= to; day += step) {
    const [year, month, date] = dateOf(day);
    found.push({ day, text: `${date} ${NAMES[month - 1]} ${year}`, major: false });
  }
  return found;
}

/** What an axis shows, in days. */
export interface Range {
  from: number;
  to: number;
}

/** The range that holds all these days, with air on both sides; at least half a year. */
export function around(days: readonly number[]): Range {
  if (!days.length) return { from: dayOf(2000), to: dayOf(2001) };
  let [first, last] = [Infinity, -Infinity];
  for (const day of days) {
    first = Math.min(first, day);
    last = Math.max(last, day + 1);
  }
  const air = Math.max((last - first) * 0.06, 90);
  return { from: Math.floor(first - air), to: Math.ceil(last + air) };
}

/** The range seen from nearer (factor over 1) or farther about a place on the axis, 0 to 1; never out of bounds. */
export function zoomed(range: Range, factor: number, place: number, bounds: Range): Range {
  const whole = bounds.to - bounds.from;
  const width = Math.min(whole, Math.max(14, (range.to - range.from) / factor));
  const fixed = range.from + (range.to - range.from) * place;
  return within({ from: fixed - width * place, to: fixed + width * (1 - place) }, bounds);
}

/** The range moved by a part of its width. */
export function moved(range: Range, part: number, bounds: Range): Range {
  const by = (range.to - range.from) * part;
  return within({ from: range.from + by, to: range.to + by }, bounds);
}

function within(range: Range, bounds: Range): Range {
  const width = range.to - range.from;
  const from = Math.min(Math.max(range.from, bounds.from), bounds.to - width);
  return { from, to: from + width };
}

/** Lines for things that stand side by side: the first line in which each has room. Returns a line for each. */
export function packed(extents: readonly (readonly [number, number])[]): number[] {
  const ends: number[] = [];
  return extents.map(([start, end]) => {
    const free = ends.findIndex((taken) => taken <= start);
    const line = free < 0 ? ends.length : free;
    ends[line] = end;
    return line;
  });
}
