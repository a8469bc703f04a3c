/** The outlines of nodes: one table for the canvas that draws paths and for the one that draws in a shader. */
import type { Shape } from "./format.ts";

/** In the order of their numbers in the shader. */
export const SHAPES: readonly Shape[] = [
  "circle",
  "square",
  "diamond",
  "triangle",
  "triangle-down",
  "hexagon",
  "star",
  "cross",
  "ring",
  "bar",
];

/** The number of a shape; one that this page does not know is drawn as a circle. */
export function shapeNumber(shape: Shape): number {
  return Math.max(0, SHAPES.indexOf(shape));
}

type Corner = readonly [number, number];

const turned = (count: number, reach: (corner: number) => number): Corner[] =>
  Array.from({ length: count }, (_, corner) => {
    const angle = (corner / count) * 2 * Math.PI - Math.PI / 2;
    return [Math.cos(angle) * reach(corner), Math.sin(angle) * reach(corner)];
  });

const box = (width: number, height: number): Corner[] => [
  [-width, -height],
  [width, -height],
  [width, height],
  [-width, height],
];

const ARM = 0.36;
const REACH = 1.02;

/** Half the thickness of a ring, and the radius of its middle. */
export const RING = { middle: 0.76, half: 0.24 };

/** Corners for radius 1, y downwards; all shapes take up about as much room to the eye. */
export const CORNERS: Partial<Record<Shape, readonly Corner[]>> = {
  square: box(0.88, 0.88),
  diamond: turned(4, () => 1.2),
  triangle: turned(3, () => 1.28).map(([x, y]) => [x, y + 0.14]),
  "triangle-down": turned(3, () => 1.28).map(([x, y]) => [x, -y - 0.14]),
  hexagon: turned(6, () => 1.06),
  star: turned(10, (corner) => (corner % 2 ? 0.58 : 1.3)),
  cross: [
    [-ARM, -REACH],
    [ARM, -REACH],
    [ARM, -ARM],
    [REACH, -ARM],
    [REACH, ARM],
    [ARM, ARM],
    [ARM, REACH],
    [-ARM, REACH],
    [-ARM, ARM],
    [-REACH, ARM],
    [-REACH, -ARM],
    [-ARM, -ARM],
  ],
  bar: box(1.2, 0.5),
};

/** How far each shape reaches to its side, in radii, in the order of `SHAPES`. */
export const REACHES: readonly number[] = SHAPES.map((shape) =>
  Math.max(...(CORNERS[shape] ?? [[1, 0]]).map(([x]) => Math.abs(x))),
);

/** Puts the outline of a shape into the path of a context; a ring wants the fill rule "evenodd". */
export function trace(path: CanvasPath, shape: Shape, x: number, y: number, radius: number): void {
  const corners = CORNERS[shape];
  if (corners) {
    for (const [index, [dx, dy]] of corners.entries()) {
      if (index) path.lineTo(x + dx * radius, y + dy * radius);
      else path.moveTo(x + dx * radius, y + dy * radius);
    }
    path.closePath();
    return;
  }
  const outer = shape === "ring" ? RING.middle + RING.half : 1;
  path.moveTo(x + radius * outer, y);
  path.arc(x, y, radius * outer, 0, 2 * Math.PI);
  if (shape === "ring") {
    const inner = radius * (RING.middle - RING.half);
    path.moveTo(x + inner, y);
    path.arc(x, y, inner, 0, 2 * Math.PI);
  }
}
