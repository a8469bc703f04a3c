/** Names beside nodes, the largest first, none over another; badges; the same on both canvases. */
import type { Drawing, Look } from "./drawing.ts";
import type { Transform } from "./hit.ts";
import { REACHES } from "./shapes.ts";

/** A name where it goes: its left end and its middle line, in CSS pixels. */
export interface Placed {
  node: number;
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  /** Whether it lies over no node, so that the ground behind it hides none. */
  clear: boolean;
}

/** How many square pixels of the canvas there are for each name; and where many nodes are all in view, for a calm picture. */
const ROOM = 10_000;
const CALM = 36_000;
/** How many nodes are tried for names in a frame. */
const TRIED = 1_500;
/** Among so few nodes, names keep off the small ones, too. */
const FEW = 200;
/** Of few nodes, so many are named even over others. */
const HUBS = 5;
/** Up to so many that stand out are named even over nodes, as far as no name lies there. */
const CHOSEN = 12;
const CELL = 6;
const LONGEST = 44;
const SHORT = 28;

/** A name fit to be drawn on one line: no control or direction marks, cut when it is long. */
export function fitted(name: string, longest = LONGEST): string {
  const cut = name.length > 4 * longest ? name.slice(0, 4 * longest) : name;
  const clean = cut.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]+/gu, " ").trim();
  const letters = [...clean];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("").trimEnd()}…` : clean;
}

/** What lies in a cell. A name avoids whatever is as great as what it is told to avoid. */
const NODE = 1;
const NAME = 2;
const NOTHING = 3;
type Mark = typeof NODE | typeof NAME;

/** Which pixels are taken, in cells of a few: cheap to ask and to fill. */
class Taken {
  private readonly columns: number;
  private readonly rows: number;
  private readonly cells: Uint8Array;

  constructor(width: number, height: number) {
    this.columns = Math.ceil(width / CELL) + 1;
    this.rows = Math.ceil(height / CELL) + 1;
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  /** Takes a rectangle for a node or a name; false, and nothing taken, where something `avoided` lies in it. */
  take(left: number, top: number, width: number, height: number, as: Mark, avoided: Mark | typeof NOTHING): boolean {
    const x1 = Math.max(0, Math.floor(left / CELL));
    const x2 = Math.min(this.columns - 1, Math.floor((left + width) / CELL));
    const y1 = Math.max(0, Math.floor(top / CELL));
    const y2 = Math.min(this.rows - 1, Math.floor((top + height) / CELL));
    for (let y = y1; y <= y2; y++)
      for (let x = x1; x <= x2; x++) if (this.cells[y * this.columns + x]! >= avoided) return false;
    for (let y = y1; y <= y2; y++) this.cells.fill(as, y * this.columns + x1, y * this.columns + x2 + 1);
    return true;
  }
}

export class Lettering {
  private readonly drawing: Drawing;
  private widths = new Map<string, number>();

  constructor(drawing: Drawing) {
    this.drawing = drawing;
  }

  /** Forgets how wide names are: the typeface has changed. */
  forget(): void {
    this.widths = new Map();
  }

  /**
   * Names that fit into the view.
   *
   * `first` are named before all others, and what is selected whatever lies there. `share` cuts the number of names down while things move.
   */
  place(
    context: CanvasRenderingContext2D,
    look: Look,
    at: Transform,
    width: number,
    height: number,
    first: Iterable<number>,
    share: number,
  ): Placed[] {
    const { drawing } = this;
    const room = drawing.count > FEW ? Math.max(ROOM, CALM / Math.max(1, at.zoom)) : ROOM;
    const most = Math.max(8, Math.round(((width * height) / room) * share));
    const taken = new Taken(width, height);
    // Names keep off the larger nodes.
    for (const node of drawing.bySize.subarray(0, TRIED)) {
      const radius = drawing.radius(node, at.zoom) * 0.9;
      if (radius < (drawing.count > FEW ? 4 : 1)) break;
      if (!drawing.visible.nodes[node]) continue;
      const [x, y] = [drawing.x[node]! * at.scale + at.dx, drawing.y[node]! * at.scale + at.dy];
      if (x > -radius && y > -radius && x < width + radius && y < height + radius)
        taken.take(x - radius, y - radius, 2 * radius, 2 * radius, NODE, NOTHING);
    }
    const placed: Placed[] = [];
    const leaving = drawing.leaving();
    const done = new Set<number>();
    const hubs = drawing.picture.page.diagram ? 0 : drawing.count > FEW ? most / 2 : HUBS;
    // `over`: whether it may lie over nodes.
    const add = (node: number, force: boolean, over: boolean): void => {
      if (done.has(node) || !drawing.visible.nodes[node]) return;
      const x = drawing.x[node]! * at.scale + at.dx;
      const y = drawing.y[node]! * at.scale + at.dy;
      if (x < -40 || y < -10 || x > width + 10 || y > height + 10) return;
      done.add(node);
      const radius = drawing.radius(node, at.zoom);
      const size = sizeFor(radius);
      const text = fitted(drawing.labels[node] ?? "", room > ROOM && !force ? SHORT : LONGEST);
      if (!text) return;
      const wide = this.measure(context, look, text, size);
      const high = size * 1.24;
      // To the right of the node, to its left, below and above it.
      const beside = radius * REACHES[drawing.shape[node]!]! + (drawing.selected.nodes.includes(node) ? 11 : 5);
      const apart = drawing.selected.nodes.includes(node) ? 9 : 4;
      const places: [number, number][] = [
        [x + beside, y],
        [x - beside - wide, y],
        [x - wide / 2, y + radius + apart + size * 0.6],
        [x - wide / 2, y - radius - apart - size * 0.6],
      ];
      const take = ([left, middle]: [number, number], avoided: Mark | typeof NOTHING): boolean =>
        taken.take(left - 1, middle - high / 2, wide + 2, high, NAME, avoided);
      // The first place that is free, where fewest edges leave the node.
      const crossed = (side: number): number => drawing.picture.page.diagram ? Math.abs(side - 2) : (leaving ? Math.min(4, leaving[node * 4 + side]!) + side * 0.3 : side);
      const inside = places
        .map((place, side) => ({ place, crossed: crossed(side) }))
        .sort((one, two) => one.crossed - two.crossed)
        .map(({ place }) => place)
        .filter(([left, middle]) => left > 2 && left + wide < width - 2 && middle > size && middle < height - size);
      let free = inside.find((place) => take(place, NODE));
      const clear = free !== undefined;
      if (!free && (force || over)) free = inside.find((place) => take(place, NAME));
      if (!free && force) {
        free = inside[0] ?? places[0]!;
        take(free, NOTHING);
      }
      if (!free) return;
      const [left, middle] = free;
      placed.push({ node, text, x: left, y: middle, width: wide, size, clear });
    };
    for (const node of drawing.selected.nodes) add(node, true, true);
    const chosen = [...first];
    for (const node of chosen) add(node, false, chosen.length <= CHOSEN);
    let tried = 0;
    for (const node of drawing.bySize) {
      if (placed.length >= most || tried >= TRIED) break;
      if (drawing.isFaintNode(node)) continue;
      const before = done.size;
      // The largest are named even where their neighbours are close.
      add(node, false, done.size < hubs);
      tried += done.size - before;
    }
    return placed;
  }

  /** The name of one node, on whichever side there is room. */
  single(context: CanvasRenderingContext2D, look: Look, at: Transform, width: number, node: number): Placed[] {
    const { drawing } = this;
    const radius = drawing.radius(node, at.zoom);
    const size = Math.max(12, sizeFor(radius));
    const text = fitted(drawing.labels[node] ?? "");
    const wide = this.measure(context, look, text, size);
    const x = drawing.x[node]! * at.scale + at.dx;
    const beside = radius * REACHES[drawing.shape[node]!]! + 9;
    const left = x + beside + wide > width ? x - beside - wide : x + beside;
    return [{ node, text, x: left, y: drawing.y[node]! * at.scale + at.dy, width: wide, size, clear: true }];
  }

  private measure(context: CanvasRenderingContext2D, look: Look, text: string, size: number): number {
    const key = `${size}${text}`;
    let width = this.widths.get(key);
    if (width === undefined) {
      const font = fontOf(look, size);
      if (context.font !== font) context.font = font;
      width = context.measureText(text).width;
      this.widths.set(key, width);
    }
    return width;
  }
}

function sizeFor(radius: number): number {
  return Math.round(Math.min(16, Math.max(10.5, 9.5 + radius * 0.34)) * 2) / 2;
}

function fontOf(look: Look, size: number): string {
  return `${size >= 13 ? 500 : 400} ${size}px ${look.font}`;
}

/** Draws names on a strip of the ground, which parts the edges that run beneath; then with a halo, but not while things move, since that costs more than the letters. */
export function letter(context: CanvasRenderingContext2D, look: Look, names: readonly Placed[], moving = false): void {
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.lineJoin = "round";
  context.strokeStyle = look.ground;
  context.fillStyle = look.ink;
  context.lineWidth = 3;
  context.save();
  context.fillStyle = look.ground;
  context.globalAlpha = 0.86;
  for (const { x, y, width, size, clear } of names) if (clear) context.fillRect(x - 2, y - size * 0.56, width + 4, size * 1.12);
  context.restore();
  for (const { text, x, y, size } of names) {
    context.font = fontOf(look, size);
    if (!moving) context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }
}

/** Draws the badge of what is disputed: a small mark with an exclamation, legible without its colour. */
export function badge(context: CanvasRenderingContext2D, look: Look, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = look.alarm;
  context.strokeStyle = look.ground;
  context.lineWidth = 1.5;
  context.stroke();
  context.fill();
  context.fillStyle = look.ground;
  const thick = Math.max(1, radius * 0.32);
  context.fillRect(x - thick / 2, y - radius * 0.6, thick, radius * 0.75);
  context.fillRect(x - thick / 2, y + radius * 0.32, thick, thick);
}

/** How many badges are drawn in a frame. */
const BADGES = 400;

/** Draws the badges of disputed edges and nodes that are in view. */
export function badges(context: CanvasRenderingContext2D, look: Look, drawing: Drawing, at: Transform, width: number, height: number): void {
  let left = BADGES;
  const least = Math.min(width, height) < 500 ? 3 : 4;
  const inside = (x: number, y: number) => x > -9 && y > -9 && x < width + 9 && y < height + 9;
  const { disputed } = drawing.picture.edges;
  // Where all of them are disputed, to mark each says nothing.
  for (const edge of disputed.length < drawing.from.length ? disputed : []) {
    if (left <= 0) break;
    if (!drawing.visible.edges[edge] || drawing.isFaintEdge(edge)) continue;
    const [one, two] = [drawing.from[edge]!, drawing.to[edge]!];
    const x = ((drawing.x[one]! + drawing.x[two]!) / 2) * at.scale + at.dx;
    const y = ((drawing.y[one]! + drawing.y[two]!) / 2) * at.scale + at.dy;
    if (!inside(x, y)) continue;
    badge(context, look, x, y, Math.min(5.5, least + at.zoom / 2));
    left--;
  }
  for (const node of drawing.picture.nodes.disputed) {
    if (left <= 0) break;
    if (!drawing.visible.nodes[node] || drawing.isFaintNode(node)) continue;
    const radius = drawing.radius(node, at.zoom);
    const x = drawing.x[node]! * at.scale + at.dx + radius * 0.75;
    const y = drawing.y[node]! * at.scale + at.dy - radius * 0.75;
    if (!inside(x, y)) continue;
    badge(context, look, x, y, Math.max(least, Math.min(6.5, radius * 0.45)));
    left--;
  }
}
