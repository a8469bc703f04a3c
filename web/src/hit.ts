/** What lies under a pointer. Plain loops: 250,000 edges take about as long as one frame lasts. */
import type { Drawing } from "./drawing.ts";

/** From the layout's coordinates to CSS pixels: `x * scale + dx`, `y * scale + dy`. */
export interface Transform {
  scale: number;
  dx: number;
  dy: number;
  zoom: number;
}

/**
 * The visible node under a point, or null: the one whose outline is nearest, smaller ones first.
 * `slack` is how many CSS pixels beside it still count.
 */
export function nodeAt(drawing: Drawing, at: Transform, x: number, y: number, slack: number): number | null {
  let [best, nearest] = [-1, Infinity];
  for (let node = 0; node < drawing.count; node++) {
    if (!drawing.visible.nodes[node]) continue;
    const away = Math.hypot(drawing.x[node]! * at.scale + at.dx - x, drawing.y[node]! * at.scale + at.dy - y);
    if (away > 64) continue;
    const radius = drawing.radius(node, at.zoom);
    const rating = away / (radius + slack) + (drawing.isFaintNode(node) ? 0.5 : 0);
    if (away <= radius + slack && rating < nearest) [best, nearest] = [node, rating];
  }
  return best < 0 ? null : best;
}

/** The visible edge within `slack` CSS pixels of a point that is nearest to it, or null; faint ones come last. */
export function edgeAt(drawing: Drawing, at: Transform, x: number, y: number, slack: number): number | null {
  let [best, nearest] = [-1, slack];
  for (let edge = 0; edge < drawing.from.length; edge++) {
    if (!drawing.visible.edges[edge]) continue;
    const [one, two] = [drawing.from[edge]!, drawing.to[edge]!];
    const x1 = drawing.x[one]! * at.scale + at.dx;
    const x2 = drawing.x[two]! * at.scale + at.dx;
    if (Math.min(x1, x2) - slack > x || Math.max(x1, x2) + slack < x) continue;
    const y1 = drawing.y[one]! * at.scale + at.dy;
    const y2 = drawing.y[two]! * at.scale + at.dy;
    if (Math.min(y1, y2) - slack > y || Math.max(y1, y2) + slack < y) continue;
    const away = distance(x, y, x1, y1, x2, y2) + (drawing.isFaintEdge(edge) ? slack / 2 : 0);
    if (away < nearest) [best, nearest] = [edge, away];
  }
  return best < 0 ? null : best;
}

/** How far a point is from a line with two ends. */
export function distance(x: number, y: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const along = length ? Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length)) : 0;
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}
