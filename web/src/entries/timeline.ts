/** A timeline: one row for each campaign, post, appearance and event, all on one axis. */
import { around, moved, packed, ticks, zoomed, type Range } from "../axis.ts";
import type { Days, Mark, TimelineContent, TimelineRow } from "../content.ts";
import { h, svg, type Child } from "../dom.ts";
import { clip, inWords, tame } from "../names.ts";
import { disputedBadge } from "../statements.ts";
import { action, boxes, open, type Sheet } from "../sheet.ts";

const LINE = 24;
const LETTER = 6.6;
/** Pixels over which an open end fades out. */
const FADE = 72;

type Timeline = Sheet<TimelineContent>;

open<TimelineContent>({ label: "Timeline", own: ["window", "sort"], tools, draw, table });

/** The rows that pass the filters, with the marks that do. */
function visible(sheet: Timeline): TimelineRow[] {
  const hidden = new Set(sheet.state.filters.kinds);
  return sheet.content.rows.flatMap((row) => {
    const statements = row.statements.filter(sheet.passes);
    if (!statements.length || hidden.has(sheet.content.lanes[row.lane]?.id ?? "")) return [];
    return [{ ...row, statements, marks: row.marks.filter((mark) => mark.statements.some(sheet.passes)) }];
  });
}

function bounds(sheet: Timeline): Range {
  return around(sheet.content.rows.flatMap((row) => row.marks.flatMap(({ from, to }) => [...(from ?? []), ...(to ?? [])])));
}

function range(sheet: Timeline): Range {
  const whole = bounds(sheet);
  const [from, to] = (sheet.own["window"] ?? "").split("~").map(Number);
  if (from === undefined || to === undefined || !(to > from)) return whole;
  return { from: Math.max(from, whole.from), to: Math.min(to, whole.to) };
}

function look(sheet: Timeline, to: Range): void {
  const whole = bounds(sheet);
  const all = to.from <= whole.from && to.to >= whole.to;
  sheet.change({}, { window: all ? "" : `${Math.round(to.from)}~${Math.round(to.to)}` });
}

function tools(sheet: Timeline): Child[] {
  const { content, state } = sheet;
  const options = content.lanes.map((lane, index) => ({
    id: lane.id,
    text: inWords(lane.plural, state.language),
    count: content.rows.filter((row) => row.lane === index).length,
  }));
  const now = range(sheet);
  return [
    boxes("Shown", "kinds", options, state.filters.kinds, (kinds) => sheet.change({ filters: { ...state.filters, kinds } })),
    h(
      "span",
      { class: "axis-keys", role: "group", "aria-label": "Axis of time" },
      action("Earlier", () => look(sheet, moved(now, -0.4, bounds(sheet)))),
      action("Later", () => look(sheet, moved(now, 0.4, bounds(sheet)))),
      action("Nearer", () => look(sheet, zoomed(now, 1.8, 0.5, bounds(sheet)))),
      action("Farther", () => look(sheet, zoomed(now, 1 / 1.8, 0.5, bounds(sheet)))),
    ),
  ];
}

function draw(sheet: Timeline): void {
  const rows = visible(sheet);
  const dated = rows.filter((row) => row.marks.length);
  sheet.count(
    `${rows.length} of ${sheet.content.rows.length} rows; ${rows.length - dated.length} of them dated by nobody, so beside the axis`,
  );
  const children: Node[] = [];
  if (!rows.length) children.push(h("p", { class: "nothing" }, "Nothing passes the filters. Reset them to see everything."));
  else {
    children.push(legend(rows), axis(sheet));
    sheet.content.lanes.forEach((lane, index) => {
      const own = rows.filter((row) => row.lane === index);
      if (own.length) children.push(section(sheet, inWords(lane.plural, sheet.state.language), own));
    });
  }
  sheet.place.replaceChildren(...children);
  plot(sheet);
}

function section(sheet: Timeline, title: string, rows: TimelineRow[]): HTMLElement {
  const dated = h("ol", { class: "rows" });
  const undated = h("ul", { class: "undated" });
  for (const row of rows) {
    if (row.marks.length) {
      const strip = h("div", { class: "strip", "aria-hidden": "true" });
      strips.set(strip, row);
      dated.append(h("li", {}, called(sheet, row), strip));
    } else undated.append(h("li", {}, called(sheet, row)));
  }
  return h(
    "section",
    { class: "lane" },
    h("h2", { class: "label" }, title, h("span", { class: "count" }, ` ${rows.length}`)),
    dated.childElementCount ? dated : null,
    undated.childElementCount ? h("div", { class: "beside" }, h("p", { class: "quiet" }, "Dated by no source"), undated) : null,
  );
}

/** The name of a row: pressed, it says who says so. Its dates are in it for whoever does not see the strip. */
function called(sheet: Timeline, row: TimelineRow): HTMLElement {
  const [first, ...rest] = row.things.length ? row.things : [sheet.content.subject];
  const name = row.heading ? { text: row.heading, lang: "" } : sheet.names.label(first ?? sheet.content.subject);
  const others = row.heading ? row.things : rest;
  const title = tame(name.text);
  const dates = row.marks.map((mark) => told(mark)).join("; ");
  return h(
    "p",
    { class: "called" },
    h(
      "button",
      { type: "button", class: "linked", "data-keep": `row ${row.statements[0]}`, click: () => sheet.why(title, row.statements) },
      h("bdi", { lang: name.lang || null }, clip(title, 120)),
      h("span", { class: "unseen" }, dates ? `, ${dates}` : ", dated by nobody", ". Who says so?"),
    ),
    row.disputed && [" ", disputedBadge()],
    ...[...row.words, ...others.map((thing) => tame(sheet.names.of(thing)))].map((word) =>
      h("span", { class: "quiet" }, h("bdi", {}, clip(word, 120))),
    ),
  );
}

const FORMS: Record<Mark["form"], string> = {
  point: "",
  span: "",
  announced: "announced ",
  season: "season ",
  reported: "first reported ",
};

function told(mark: Mark): string {
  return FORMS[mark.form] + mark.text + (mark.rank === "deprecated" ? " (judged wrong)" : "");
}

// -- drawing ----------------------------------------------------------------------------------------

const strips = new WeakMap<Element, TimelineRow>();
let redraw = new ResizeObserver(() => undefined);

/** Fills the strips for the width that they have, now and whenever it changes. */
function plot(sheet: Timeline): void {
  const axisPlace = sheet.place.querySelector<HTMLElement>(".axis .strip");
  if (!axisPlace) return;
  let width = 0;
  const fill = () => {
    if (axisPlace.clientWidth === width || !axisPlace.clientWidth) return;
    width = axisPlace.clientWidth;
    const shown = range(sheet);
    const marks = ticks(shown.from, shown.to, width, 56);
    const x = (day: number) => ((day - shown.from) / (shown.to - shown.from)) * width;
    axisPlace.replaceChildren(scale(marks, x, width));
    for (const strip of sheet.place.querySelectorAll(".rows .strip")) {
      const row = strips.get(strip);
      if (row) strip.replaceChildren(rowPicture(sheet, row, marks.map((tick) => x(tick.day)), x, width));
    }
  };
  redraw.disconnect();
  redraw = new ResizeObserver(fill);
  redraw.observe(axisPlace);
  fill();
  refill = fill;
}

/** Paper has a width of its own, and nothing is observed while a page is printed. */
let refill = (): void => undefined;
for (const [moment, paper] of [["beforeprint", true], ["afterprint", false]] as const) {
  addEventListener(moment, () => {
    document.body.classList.toggle("on-paper", paper);
    refill();
  });
}

function axis(sheet: Timeline): HTMLElement {
  const strip = h("div", {
    class: "strip",
    role: "img",
    tabindex: 0,
    "data-keep": "axis",
    "aria-label": "Axis of time. Arrow keys move it, plus and minus zoom, 0 shows everything.",
    keydown: (event: KeyboardEvent) => {
      const now = range(sheet);
      const whole = bounds(sheet);
      const next: Record<string, Range> = {
        ArrowLeft: moved(now, -0.2, whole),
        ArrowRight: moved(now, 0.2, whole),
        "+": zoomed(now, 1.5, 0.5, whole),
        "=": zoomed(now, 1.5, 0.5, whole),
        "-": zoomed(now, 1 / 1.5, 0.5, whole),
        "0": whole,
      };
      const to = event.ctrlKey || event.metaKey || event.altKey ? undefined : next[event.key];
      if (!to) return;
      event.preventDefault();
      look(sheet, to);
    },
  });
  return h("div", { class: "axis" }, h("p", { class: "label" }, "When"), strip);
}

function scale(marks: ReturnType<typeof ticks>, x: (day: number) => number, width: number): SVGElement {
  const picture = svg("svg", { width, height: 28, "aria-hidden": "true" });
  for (const tick of marks) {
    const at = x(tick.day);
    const room = tick.text.length * LETTER;
    if (at + room > width) continue;
    picture.append(svg("text", { x: at + 4, y: 18, class: tick.major ? "major" : null }, tick.text));
    picture.append(svg("line", { x1: at, x2: at, y1: 6, y2: 28, class: "tick" }));
  }
  return picture;
}

function rowPicture(sheet: Timeline, row: TimelineRow, grid: number[], x: (day: number) => number, width: number): SVGElement {
  const boxes = row.marks.map((mark) => extent(mark, x, width));
  const lines = packed(boxes.map((box) => [box.start, box.end] as const));
  const height = lines.reduce((most, line) => Math.max(most, line + 1), 1) * LINE;
  const picture = svg("svg", { width, height });
  for (const at of grid) picture.append(svg("line", { x1: at, x2: at, y1: 0, y2: height, class: "grid" }));
  row.marks.forEach((mark, index) => {
    const box = boxes[index];
    if (box) picture.append(drawn(sheet, row, mark, box, (lines[index] ?? 0) * LINE + LINE / 2));
  });
  return picture;
}

interface Extent {
  /** Where the form itself runs from and to; where its certain middle does, if it has one. */
  left: number;
  right: number;
  sure: [number, number] | null;
  /** With its text, which stands on the side that has room. */
  start: number;
  end: number;
  text: number;
  anchor: "start" | "end";
}

function extent(mark: Mark, x: (day: number) => number, width: number): Extent {
  const edges = (days: Days | null): [number, number] | null => (days ? [x(days[0]), x(days[1] + 1)] : null);
  const [from, to] = [edges(mark.from), edges(mark.to)];
  const left = from?.[0] ?? (to ? to[0] - FADE : 0);
  const right = mark.form === "span" ? (to?.[1] ?? (from ? from[1] + FADE : 0)) : (from?.[1] ?? 0);
  const sure: [number, number] | null = mark.form !== "span" ? null : [from?.[1] ?? left, to?.[0] ?? right];
  const room = told(mark).length * LETTER + 14;
  const before = right + room > width && left - room > 3;
  return {
    left,
    right,
    sure: sure && sure[1] > sure[0] ? sure : null,
    start: before ? left - room : left - 8,
    end: before ? right + 8 : right + room,
    text: before ? left - 11 : Math.max(right + 8, 8),
    anchor: before ? "end" : "start",
  };
}

function drawn(sheet: Timeline, row: TimelineRow, mark: Mark, box: Extent, y: number): SVGElement {
  const judged = mark.rank === "deprecated" ? " wrong" : row.disputed && mark.form !== "reported" ? " disputed" : "";
  const group = svg("g", {
    class: `dated ${mark.form}${judged}`,
    click: () => sheet.why(told(mark), mark.statements.filter(sheet.passes)),
  });
  const wide = box.right - box.left;
  const middle = (box.left + box.right) / 2;
  group.append(svg("rect", { x: box.start, y: y - LINE / 2, width: Math.max(1, box.end - box.start), height: LINE, class: "touch" }));
  if (mark.form === "span") group.append(...bar(mark, box, y));
  else if (mark.form === "reported") group.append(svg("circle", { cx: middle, cy: y, r: 4.5, class: "hollow" }));
  else if (mark.form === "announced") group.append(svg("path", { d: `M${middle} ${y + 7}V${y - 7}L${middle + 9} ${y - 3.5}L${middle} ${y}`, class: "flag" }));
  else if (mark.form === "season") group.append(svg("rect", { x: box.left, y: y - 4, width: Math.max(8, wide), height: 8, class: "named" }));
  else if (wide < 9) group.append(svg("path", { d: `M${middle} ${y - 5.5}L${middle + 5.5} ${y}L${middle} ${y + 5.5}L${middle - 5.5} ${y}Z`, class: "solid" }));
  else {
    // A year or a month is drawn as wide as it is: it happened on some day in there.
    group.append(svg("rect", { x: box.left, y: y - 5, width: wide, height: 10, class: "wide" }));
    group.append(svg("path", { d: `M${box.left} ${y - 7}V${y + 7}M${box.right} ${y - 7}V${y + 7}`, class: "edge" }));
  }
  group.append(svg("text", { x: box.text, y: y + 4, "text-anchor": box.anchor }, clip(tame(told(mark)), 60)));
  return group;
}

/** A span: solid where it is sure, light where its ends are as wide as a year; an open end fades out. */
function bar(mark: Mark, box: Extent, y: number): SVGElement[] {
  const found: SVGElement[] = [];
  const part = (from: number, to: number, name: string) => {
    if (to > from) found.push(svg("rect", { x: from, y: y - 5, width: to - from, height: 10, class: name }));
  };
  const [first, last] = box.sure ?? [box.right, box.right];
  if (mark.from) part(box.left, Math.min(first, box.right), "wide");
  if (mark.to) part(Math.max(last, box.left), box.right, "wide");
  const steps = 9;
  for (let step = 0; step < steps && (!mark.from || !mark.to); step++) {
    // Steps of lighter and lighter ink instead of a gradient, which could not be told apart in print.
    const width = FADE / steps;
    const at = mark.to ? last - (step + 1) * width : first + step * width;
    found.push(svg("rect", { x: at, y: y - 5, width: width - 1.5, height: 10, class: "solid", opacity: 1 - step / steps }));
  }
  if (mark.from && mark.to) part(first, last, "solid");
  if (mark.from) found.push(svg("path", { d: `M${box.left} ${y - 7}V${y + 7}`, class: "edge" }));
  if (mark.to) found.push(svg("path", { d: `M${box.right} ${y - 7}V${y + 7}`, class: "edge" }));
  return found;
}

/** What the forms mean, for those in the picture. */
function legend(rows: TimelineRow[]): HTMLElement {
  const used = new Set(rows.flatMap((row) => row.marks.map((mark) => mark.form)));
  const list = h("ul", { class: "forms" });
  const say = (form: Mark["form"], text: string, ...shape: SVGElement[]) => {
    if (used.has(form)) list.append(h("li", {}, svg("svg", { width: 26, height: 16, class: `dated ${form}`, "aria-hidden": "true" }, ...shape), text));
  };
  say("point", "some day within: a year, a month, a day", svg("rect", { x: 3, y: 3, width: 20, height: 10, class: "wide" }), svg("path", { d: "M3 1V15M23 1V15", class: "edge" }));
  say("span", "from, until; an end that no source gives fades out", svg("rect", { x: 1, y: 3, width: 12, height: 10, class: "solid" }), svg("rect", { x: 14, y: 3, width: 5, height: 10, class: "solid", opacity: 0.5 }), svg("rect", { x: 20, y: 3, width: 5, height: 10, class: "solid", opacity: 0.2 }));
  say("announced", "announced: not when it began", svg("path", { d: "M9 15V1L18 4.5L9 8", class: "flag" }));
  say("season", "the year in the season’s name: no date", svg("rect", { x: 1, y: 4, width: 24, height: 8, class: "named" }));
  say("reported", "first reported: no source dates it", svg("circle", { cx: 13, cy: 8, r: 4.5, class: "hollow" }));
  return list;
}

function table(sheet: Timeline): string[][] {
  const rows = [["kind", "what", "as", "form", "from_earliest", "from_latest", "to_earliest", "to_latest", "text", "rank", "disputed"]];
  const day = (value: number | undefined) => (value === undefined ? "" : new Date(value * 86_400_000).toISOString().slice(0, 10));
  for (const row of visible(sheet)) {
    const names = (row.things.length ? row.things : [sheet.content.subject]).map((thing) => sheet.names.of(thing)).join("; ");
    const head = [sheet.content.lanes[row.lane]?.label.en ?? "", names, [row.heading, ...row.words].filter(Boolean).join("; ")];
    if (!row.marks.length) rows.push([...head, "undated", "", "", "", "", "", "", String(row.disputed)]);
    for (const mark of row.marks) {
      rows.push([...head, mark.form, day(mark.from?.[0]), day(mark.from?.[1]), day(mark.to?.[0]), day(mark.to?.[1]), mark.text, mark.rank, String(row.disputed)]);
    }
  }
  return rows;
}
