/** Days and dates as they are read: never more exact than what is known. */

const MONTHS = "January February March April May June July August September October November December".split(" ");

/** "2024-04-11", "2024-04" or "2024" as printed in a sheet, in words; other texts as they are. */
export function dateWords(date: string): string {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date);
  if (!found) return date;
  const [, year, month, day] = found;
  const named = month ? MONTHS[Number(month) - 1] : undefined;
  if (!named) return year!;
  return day ? `${Number(day)} ${named} ${year}` : `${named} ${year}`;
}

/** From the first to the last day (days since 1970), as exact as they are: a whole month or year is named so. */
export function span(from: number | null, to: number | null): string {
  if (from === null) return "";
  const [one, two] = [parts(from), parts(to ?? from)];
  if (one.year !== two.year) {
    const whole = one.month === 0 && one.day === 1 && two.month === 11 && two.day === 31;
    return whole ? `${one.year}–${two.year}` : `${MONTHS[one.month]} ${one.year} – ${MONTHS[two.month]} ${two.year}`;
  }
  if (one.month !== two.month) {
    const whole = one.month === 0 && one.day === 1 && two.month === 11 && two.day === 31;
    return whole ? String(one.year) : `${MONTHS[one.month]} – ${MONTHS[two.month]} ${one.year}`;
  }
  if (one.day === two.day) return `${one.day} ${MONTHS[one.month]} ${one.year}`;
  const wholeMonth = one.day === 1 && parts((to ?? from) + 1).day === 1;
  return wholeMonth ? `${MONTHS[one.month]} ${one.year}` : `${one.day}–${two.day} ${MONTHS[one.month]} ${one.year}`;
}

export function yearOf(day: number): number {
  return parts(day).year;
}

function parts(days: number): { year: number; month: number; day: number } {
  const date = new Date(days * 864e5);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth(), day: date.getUTCDate() };
}
