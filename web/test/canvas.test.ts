import assert from "node:assert/strict";
import { test } from "node:test";
import { descending, Drawing, type Look } from "../src/drawing.ts";
import { distance, edgeAt, nodeAt, type Transform } from "../src/hit.ts";
import { fitted, Lettering, type Placed } from "../src/lettering.ts";
import { Pace } from "../src/pace.ts";
import { rgb } from "../src/scene.ts";
import { CORNERS, REACHES, shapeNumber, SHAPES, trace } from "../src/shapes.ts";
import { HOSTILE, shownOf } from "./page.ts";
import { dice, sample } from "./sample.ts";

const LOOK: Look = { dark: false, ground: "#fff", ink: "#000", alarm: "#f00", font: "sans-serif" };

/** Seven pixels a letter, whatever the typeface. */
const context = { font: "", measureText: (text: string) => ({ width: 7 * text.length }) } as CanvasRenderingContext2D;

function drawn(nodes = 60): { drawing: Drawing; at: Transform } {
  const drawing = new Drawing(sample(nodes).picture);
  drawing.fit(1000, 800);
  const scale = Math.min(900 / drawing.box.width, 700 / drawing.box.height);
  return { drawing, at: { scale, dx: 50 - drawing.box.x * scale, dy: 50 - drawing.box.y * scale, zoom: 1 } };
}

const where = (drawing: Drawing, at: Transform, node: number): [number, number] => [
  drawing.x[node]! * at.scale + at.dx,
  drawing.y[node]! * at.scale + at.dy,
];

test("numbers are put in order from the largest, equal ones as they stand", () => {
  const random = dice(3);
  const numbers = Array.from({ length: 5000 }, () => Math.floor(random() * 40) / 4);
  const expected = numbers.map((_, index) => index).sort((one, two) => numbers[two]! - numbers[one]! || one - two);
  assert.deepEqual([...descending(numbers)], expected);
  assert.deepEqual([...descending([])], []);
});

test("every shape has outlines about as large as a circle, and a number", () => {
  for (const [number, shape] of SHAPES.entries()) {
    assert.equal(shapeNumber(shape), number);
    const points: [number, number][] = [];
    trace(
      { moveTo: (x: number, y: number) => points.push([x, y]), lineTo: (x: number, y: number) => points.push([x, y]), arc() {}, closePath() {} } as unknown as CanvasPath,
      shape,
      10,
      20,
      5,
    );
    assert.ok(points.length > 0, shape);
    assert.ok(points.every(([x, y]) => Math.hypot(x - 10, y - 20) <= 5 * 1.5), shape);
    assert.ok(REACHES[number]! > 0.8 && REACHES[number]! < 1.4, shape);
    const corners = CORNERS[shape];
    if (!corners) continue;
    const twice = corners.reduce((sum, [x, y], index) => {
      const [nextX, nextY] = corners[(index + 1) % corners.length]!;
      return sum + x * nextY - nextX * y;
    }, 0);
    const area = Math.abs(twice) / 2 / Math.PI;
    assert.ok(area > 0.6 && area < 1.15, `${shape} covers ${area} of a circle`);
  }
  assert.equal(shapeNumber("heptagon" as "circle"), 0);
});

test("a node is found at its middle and just beside it, and not when it is hidden", () => {
  const { drawing, at } = drawn();
  let found = 0;
  for (let node = 0; node < drawing.count; node++) {
    const [x, y] = where(drawing, at, node);
    const hit = nodeAt(drawing, at, x, y, 3);
    assert.notEqual(hit, null);
    if (hit !== node) continue;
    found++;
    drawing.visible.nodes[node] = 0;
    assert.notEqual(nodeAt(drawing, at, x, y, 3), node);
    drawing.visible.nodes[node] = 1;
  }
  assert.ok(found > drawing.count * 0.9);
  const [x, y] = where(drawing, at, 0);
  const radius = drawing.radius(0, at.zoom);
  const alone = new Drawing({ ...drawing.picture, nodes: { ...drawing.picture.nodes, x: [drawing.x[0]!], y: [drawing.y[0]!] } });
  alone.fit(1000, 800);
  assert.equal(nodeAt(alone, at, x + alone.radius(0, 1) + 2, y, 3), 0);
  assert.equal(nodeAt(alone, at, x + radius + 40, y, 3), null);
});

test("the edge under a point is the nearest one that is shown", () => {
  const { drawing, at } = drawn();
  for (let edge = 0; edge < drawing.from.length; edge++) {
    const [x1, y1] = where(drawing, at, drawing.from[edge]!);
    const [x2, y2] = where(drawing, at, drawing.to[edge]!);
    const [x, y] = [x1 * 0.4 + x2 * 0.6, y1 * 0.4 + y2 * 0.6];
    const hit = edgeAt(drawing, at, x, y, 5);
    assert.notEqual(hit, null);
    const [one, two] = [where(drawing, at, drawing.from[hit!]!), where(drawing, at, drawing.to[hit!]!)];
    assert.ok(distance(x, y, ...one, ...two) <= distance(x, y, x1, y1, x2, y2) + 1e-2);
    drawing.visible.edges[edge] = 0;
    assert.notEqual(edgeAt(drawing, at, x, y, 5), edge);
    drawing.visible.edges[edge] = 1;
  }
  assert.equal(edgeAt(drawing, at, -500, -500, 5), null);
});

test("distance to a line with ends, and to one without length", () => {
  assert.equal(distance(5, 3, 0, 0, 10, 0), 3);
  assert.equal(distance(13, 4, 0, 0, 10, 0), 5);
  assert.equal(distance(3, 4, 0, 0, 0, 0), 5);
});

test("names lie over no other name, the largest are there, and no more than there is room for", () => {
  const { drawing, at } = drawn(300);
  const names = new Lettering(drawing).place(context, LOOK, at, 1000, 800, [], 1);
  const box = ({ x, y, width, size }: Placed) => [x, y - size * 0.6, x + width, y + size * 0.6] as const;
  assert.ok(names.length > 20 && names.length <= (1000 * 800) / 10_000 + 1, String(names.length));
  for (const [index, one] of names.entries()) {
    const [left, top, right, bottom] = box(one);
    for (const two of names.slice(index + 1)) {
      const [otherLeft, otherTop, otherRight, otherBottom] = box(two);
      const apart = right < otherLeft || otherRight < left || bottom < otherTop || otherBottom < top;
      assert.ok(apart, `${one.text} and ${two.text}`);
    }
  }
  const named = new Set(names.map(({ node }) => node));
  const largest = [...drawing.bySize.subarray(0, 10)];
  assert.ok(largest.filter((node) => named.has(node)).length >= 8);
});

test("what stands out is named, what is hidden or faint is not", () => {
  const { drawing, at } = drawn(300);
  const smallest = drawing.bySize.at(-1)!;
  const place = () => new Lettering(drawing).place(context, LOOK, at, 1000, 800, [smallest], 1).map(({ node }) => node);
  assert.equal(place()[0], smallest);
  drawing.emphasis = { nodes: new Set([smallest]), edges: new Set() };
  assert.deepEqual(place(), [smallest]);
  drawing.visible.nodes[smallest] = 0;
  assert.deepEqual(place(), []);
});

test("many nodes all in view have few names, short ones, and more as one comes nearer", () => {
  const { drawing, at } = drawn(900);
  const lettering = new Lettering(drawing);
  const names = (zoom: number): Placed[] => lettering.place(context, LOOK, { ...at, zoom }, 1000, 800, [], 1);
  const [far, near] = [names(1), names(4)];
  assert.ok(far.length > 10 && far.length < 30, String(far.length));
  assert.ok(near.length > 1.3 * far.length, `${near.length} of ${far.length}`);
  drawing.labels = drawing.labels.map(() => "y".repeat(40));
  assert.match(names(1)[0]!.text, /^y{27}…$/);
  assert.match(names(4)[0]!.text, /^y{40}$/);
});

test("a name is one short line without control or direction marks", () => {
  for (const name of HOSTILE) {
    const text = fitted(name);
    assert.ok([...text].length <= 44, text);
    assert.doesNotMatch(text, /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }
  assert.equal(fitted("Kate Moss"), "Kate Moss");
  assert.equal(fitted("陳靜怡"), "陳靜怡");
  assert.match(fitted("x".repeat(10_000)), /^x{43}…$/);
});

test("one node, two at one place and none at all still make a picture", () => {
  const { picture } = sample(12);
  for (const count of [0, 1, 2]) {
    const nodes = { ...picture.nodes, x: Array(count).fill(4), y: Array(count).fill(-7) };
    const drawing = new Drawing({ ...picture, nodes, edges: { from: [], to: [], weight: [], disputed: [] } });
    drawing.fit(800, 600);
    assert.ok(drawing.box.width > 0 && drawing.box.height > 0);
    const box = drawing.around(null);
    assert.ok(box.width > 0 && box.height > 0 && Number.isFinite(box.x));
  }
});

test("colours as a style sheet gives them", () => {
  assert.deepEqual(rgb("#ff0000"), [1, 0, 0]);
  assert.deepEqual(rgb("#0f0"), [0, 1, 0]);
  assert.deepEqual(rgb("rgb(0, 0, 255)"), [0, 0, 1]);
  assert.ok(rgb("nonsense").every((part) => part > 0.4 && part < 0.6));
});

test("what is drawn already is not drawn again, and what changed is, even in the same columns", () => {
  const { drawing } = drawn();
  const visible = { nodes: drawing.visible.nodes.slice(), edges: drawing.visible.edges.slice(), weights: drawing.visible.weights.slice() };
  assert.equal(drawing.show(visible), false);
  visible.nodes[3] = 0;
  assert.equal(drawing.show(visible), true);
  assert.equal(drawing.show(visible), false);
  visible.weights[0] = visible.weights[0]! + 1;
  assert.equal(drawing.show(visible), true);
  assert.equal(drawing.emphasise(null, { nodes: [], edge: null }), false);
  assert.equal(drawing.emphasise(null, { nodes: [1], edge: null }), true);
  assert.equal(drawing.emphasise({ nodes: new Set([1]), edges: new Set() }, { nodes: [1], edge: null }), true);
  assert.equal(drawing.emphasise(null, { nodes: [1], edge: null }), true);
  assert.equal(drawing.emphasise(null, { nodes: [1], edge: null }), false);
});

test("more edges are drawn where frames come fast, fewer where they are late, and a rest counts for neither", () => {
  const pace = new Pace(4000, 1500, 60_000);
  assert.equal(pace.frame(1000), 4000);
  assert.equal(pace.frame(1016), 5000);
  assert.equal(pace.frame(1041), 5000);
  let now = 1041;
  for (let frame = 0; frame < 40; frame++) pace.frame((now += 16));
  assert.equal(pace.frame((now += 16)), 60_000);
  for (let frame = 0; frame < 40; frame++) pace.frame((now += 200));
  assert.equal(pace.frame((now += 200)), 1500);
  pace.rest();
  assert.equal(pace.frame((now += 60_000)), 1500);
});

test("a person holds roles, a brand is what others hold them for", () => {
  const { model } = shownOf(sample(20));
  const first = (kind: string) => model.picture.things.kind.findIndex((at) => model.picture.kinds[at]!.id === kind);
  assert.deepEqual(["Person", "Group", "Brand", "Campaign"].map((kind) => model.acts(first(kind))), [true, true, false, false]);
});
