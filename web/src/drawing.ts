/** What both canvases know of a picture while they draw it: places, sizes, what is shown, what stands out. */
import type { Camera, Emphasis, Margins, Picture, Visible } from "./format.ts";
import { shapeNumber } from "./shapes.ts";

/** Colours and the typeface, as the page's style says. */
export interface Look {
  dark: boolean;
  ground: string;
  ink: string;
  /** Of what is disputed. */
  alarm: string;
  font: string;
}

/** Reads the look from the page's style: `--ground`, `--ink` and `--alarm`, and the typeface. */
export function lookOf(place: Element, dark: boolean): Look {
  const style = getComputedStyle(place);
  const colour = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    dark,
    ground: colour("--ground", dark ? "#141416" : "#fcfbf8"),
    ink: colour("--ink", dark ? "#ecebe6" : "#1c1b1a"),
    alarm: colour("--alarm", dark ? "#ff8a5c" : "#c8401a"),
    font: style.fontFamily || "sans-serif",
  };
}

/** The share of the picture that nodes may cover when everything is in view. */
const COVERED = 0.05;
/** What sizes are multiplied by where there is room. */
const LARGEST = 0.8;
/** Up to so many edges, names keep to the side of a node where fewest of them leave. */
const LEAVING = 3_000;
/** No node grows larger than this, in CSS pixels, however near one looks. */
const NEAREST = 22;
/** The smallest radius of a node in CSS pixels, and in a crowd; and the share that such nodes may cover. */
const SMALLEST = 1.1;
const TINIEST = 0.7;
const SPRINKLED = 0.12;

/** How much of the canvas stays free at its rim, in CSS pixels: room for names, and little on a phone. */
export function rim(width: number): number {
  return Math.round(Math.min(48, width * 0.07));
}

export class Drawing {
  readonly picture: Picture;
  readonly count: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly kind: Uint8Array;
  readonly shape: Uint8Array;
  /** Nodes from the largest to the smallest, and edges from the strongest to the weakest. */
  readonly bySize: Uint32Array;
  readonly byWeight: Uint32Array;
  readonly disputedNode: Uint8Array;
  readonly disputedEdge: Uint8Array;
  visible: Visible;
  emphasis: Emphasis | null = null;
  selected: { nodes: number[]; edge: number | null } = { nodes: [], edge: null };
  labels: readonly string[];
  /** The smallest rectangle that holds all nodes as they were laid out. */
  readonly box: { x: number; y: number; width: number; height: number };
  /** The smallest radius of a node in CSS pixels. */
  smallest = SMALLEST;
  /** What lies over the rim of the canvas, in CSS pixels. */
  margins: Margins | null = null;
  private crowding = LARGEST;
  private readonly area: number;

  constructor(picture: Picture) {
    const { nodes, edges, things, kinds } = picture;
    this.picture = picture;
    this.count = nodes.x.length;
    this.x = Float32Array.from(nodes.x);
    this.y = Float32Array.from(nodes.y);
    this.from = Uint32Array.from(edges.from);
    this.to = Uint32Array.from(edges.to);
    this.kind = Uint8Array.from({ length: this.count }, (_, node) => things.kind[node] ?? 0);
    const shapes = kinds.map((kind) => shapeNumber(kind.shape));
    this.shape = this.kind.map((kind) => shapes[kind] ?? 0);
    this.bySize = descending(nodes.size);
    this.byWeight = descending(edges.weight);
    this.disputedNode = marks(this.count, nodes.disputed);
    this.disputedEdge = marks(edges.from.length, edges.disputed);
    this.labels = things.label;
    this.visible = {
      nodes: new Uint8Array(this.count).fill(1),
      edges: new Uint8Array(edges.from.length).fill(1),
      weights: Float32Array.from(edges.weight),
    };
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    let area = 0;
    for (let node = 0; node < this.count; node++) {
      left = Math.min(left, this.x[node]!);
      right = Math.max(right, this.x[node]!);
      top = Math.min(top, this.y[node]!);
      bottom = Math.max(bottom, this.y[node]!);
      area += Math.PI * nodes.size[node]! ** 2;
    }
    this.area = area;
    // A lone node, or nodes in a line, still need a picture with two sides.
    const side = Math.max(right - left, bottom - top, 1e-6) || 1;
    const width = Math.max(right - left, side * 0.2);
    const height = Math.max(bottom - top, side * 0.2);
    this.box = this.count
      ? { x: (left + right) / 2 - width / 2, y: (top + bottom) / 2 - height / 2, width, height }
      : { x: 0, y: 0, width: 1, height: 1 };
  }

  /** Takes up what is shown; says whether that is another picture than before. */
  show(visible: Visible): boolean {
    const before = this.visible;
    // A copy: whoever sifts may use the same columns again.
    this.visible = { nodes: visible.nodes.slice(), edges: visible.edges.slice(), weights: visible.weights.slice() };
    return (
      !same(before.nodes, visible.nodes) || !same(before.edges, visible.edges) || !same(before.weights, visible.weights)
    );
  }

  /** Takes up what stands out; says whether that is another picture than before. */
  emphasise(emphasis: Emphasis | null, selected: { nodes: number[]; edge: number | null }): boolean {
    const before = this.selected;
    const changed =
      emphasis !== null ||
      this.emphasis !== null ||
      before.edge !== selected.edge ||
      !same(before.nodes, selected.nodes);
    this.emphasis = emphasis;
    this.selected = selected;
    return changed;
  }

  /** Says how large the canvas is: in a crowd, nodes shrink so that the ground shows between them. */
  fit(width: number, height: number): void {
    const each = (width * height * SPRINKLED) / Math.max(1, this.count);
    this.smallest = Math.max(TINIEST, Math.min(SMALLEST, Math.sqrt(each / Math.PI)));
    const screen = Math.max(0.6, Math.min(1, Math.min(width, height) / 640));
    this.crowding = Math.min(LARGEST * screen, Math.sqrt((width * height * COVERED) / Math.max(1, this.area)));
  }

  /** Radius of a node in CSS pixels at a zoom; sizes grow more slowly than distances. */
  radius(node: number, zoom: number): number {
    const grown = this.picture.nodes.size[node]! * this.growth(zoom);
    return Math.max(this.smallest, grown);
  }

  /** What sizes are multiplied by at a zoom. */
  growth(zoom: number): number {
    const largest = this.picture.nodes.size[this.bySize[0] ?? 0] ?? 1;
    return Math.min(1.6, Math.max(this.crowding, NEAREST / largest), this.crowding * Math.max(0.7, zoom) ** 0.55);
  }

  /**
   * Where the camera stands to show these nodes, or everything, clear of what lies over the rim.
   *
   * @param unit CSS pixels in a unit of the layout at zoom 1.
   * @param nearest how far the camera may go in.
   */
  aim(nodes: readonly number[] | null, width: number, height: number, unit: number, nearest: number): Camera {
    const box = this.around(nodes);
    const free = rim(width);
    const { top, right, bottom, left } = this.margins ?? { top: free, right: free, bottom: free, left: free };
    // Where next to nothing would be left, what lies over the picture may cover some of it.
    const wide = Math.max(width - left - right, width * 0.4);
    const high = Math.max(height - top - bottom, height * 0.4);
    const zoom = Math.min(wide / box.width / unit, high / box.height / unit, nodes ? nearest : 1);
    return {
      x: box.x + box.width / 2 - (left - right) / 2 / (zoom * unit),
      y: box.y + box.height / 2 - (top - bottom) / 2 / (zoom * unit),
      zoom,
    };
  }

  /** The smallest rectangle around visible nodes, or around some of them. */
  around(nodes: readonly number[] | null): { x: number; y: number; width: number; height: number } {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    const add = (node: number): void => {
      left = Math.min(left, this.x[node]!);
      right = Math.max(right, this.x[node]!);
      top = Math.min(top, this.y[node]!);
      bottom = Math.max(bottom, this.y[node]!);
    };
    if (nodes) nodes.forEach(add);
    else this.visible.nodes.forEach((shown, node) => shown && add(node));
    if (left > right) return this.box;
    // One node, or several on a line, are shown with some of what is around them.
    const least = Math.max(this.box.width, this.box.height) / 50;
    const width = Math.max(right - left, least);
    const height = Math.max(bottom - top, least);
    return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height };
  }

  isFaintNode(node: number): boolean {
    return this.emphasis !== null && !this.emphasis.nodes.has(node);
  }

  isFaintEdge(edge: number): boolean {
    return this.emphasis !== null && !this.emphasis.edges.has(edge);
  }

  /** The nodes that stand out, the largest first, where they are no more than so many. */
  standingOut(most: number): number[] {
    const nodes = this.emphasis?.nodes;
    if (!nodes || nodes.size > most) return [];
    const { size } = this.picture.nodes;
    return [...nodes].sort((one, two) => size[two]! - size[one]! || one - two);
  }

  /**
   * How much of the edges that stand at each node leaves it to the right, to the left, down and up: four numbers a
   * node. Only where edges are few enough for names to keep off them; null otherwise.
   */
  leaving(): Float32Array | null {
    if (this.from.length > LEAVING) return null;
    const sides = new Float32Array(this.count * 4);
    const add = (node: number, dx: number, dy: number, share: number): void => {
      const side = Math.abs(dx) > Math.abs(dy) ? (dx > 0 ? 0 : 1) : dy > 0 ? 2 : 3;
      sides[node * 4 + side]! += share * (Math.max(Math.abs(dx), Math.abs(dy)) / (Math.hypot(dx, dy) || 1)) ** 4;
    };
    for (let edge = 0; edge < this.from.length; edge++) {
      if (!this.visible.edges[edge]) continue;
      const [one, two] = [this.from[edge]!, this.to[edge]!];
      const [dx, dy] = [this.x[two]! - this.x[one]!, this.y[two]! - this.y[one]!];
      const share = this.isFaintEdge(edge) ? 0.05 : 1;
      add(one, dx, dy, share);
      add(two, -dx, -dy, share);
    }
    return sides;
  }

  /** Width of an edge in CSS pixels, from the weight that is left of it. */
  width(edge: number): number {
    return Math.min(6, 0.65 + 0.75 * Math.log2(Math.max(1, this.visible.weights[edge]!)));
  }

  /** How opaque edges are: the more of them there are in view, the finer the web. */
  opacities(shown: number, zoom: number): { plain: number; pale: number; strong: number; chosen: number } {
    const crowd = shown / Math.max(1, zoom) ** 1.5;
    const plain = Math.max(0.016, Math.min(0.55, 6 / Math.sqrt(crowd + 1)));
    return { plain, pale: Math.min(plain, 0.06), strong: 0.6, chosen: 0.95 };
  }

  get directed(): boolean {
    return this.picture.page.projection?.directed ?? false;
  }
}

function same(one: ArrayLike<number>, two: ArrayLike<number>): boolean {
  if (one.length !== two.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== two[index]) return false;
  return true;
}

function marks(length: number, marked: number[]): Uint8Array {
  const result = new Uint8Array(length);
  for (const index of marked) result[index] = 1;
  return result;
}

/** The indexes of numbers, the largest first; equal ones in their order. */
export function descending(numbers: ArrayLike<number>): Uint32Array {
  // One sort of numbers: each holds its rank in front of the comma and its place behind it.
  const count = numbers.length;
  const keys = new Float64Array(count);
  for (let index = 0; index < count; index++) keys[index] = -Math.round(numbers[index]! * 256) * 0x400000 + index;
  keys.sort();
  return Uint32Array.from(keys, (key) => ((key % 0x400000) + 0x400000) % 0x400000);
}
