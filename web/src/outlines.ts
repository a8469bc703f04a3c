/** The shapes of kinds, for the legend, lists and saved pictures. */
import type { Kind, Shape } from "./format.ts";
import { svg } from "./dom.ts";
import { CORNERS, RING } from "./shapes.ts";

/** The outline of a shape about a point, as the path of an SVG: the same that the canvas draws. */
export function outline(shape: Shape, x: number, y: number, radius: number): string {
  const corners = CORNERS[shape];
  if (corners) return `M${corners.map(([right, down]) => `${round(x + right * radius)} ${round(y + down * radius)}`).join("L")}Z`;
  const circle = (far: number, sweep: 0 | 1) =>
    `M${round(x - far)} ${round(y)}a${round(far)} ${round(far)} 0 1 ${sweep} ${round(2 * far)} 0a${round(far)} ${round(far)} 0 1 ${sweep} ${round(-2 * far)} 0Z`;
  // The inner circle runs the other way round, and so is left open.
  if (shape === "ring") return circle(radius * (RING.middle + RING.half), 1) + circle(radius * (RING.middle - RING.half), 0);
  return circle(radius, 1);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The shape of a kind as a small drawing; the style sheet chooses its colour on light or dark ground. */
export function glyph(kind: Kind, size: number): SVGElement {
  const element = svg(
    "svg",
    { class: "glyph", viewBox: "-8 -8 16 16", width: size, height: size, "aria-hidden": "true", focusable: "false" },
    svg("path", { d: outline(kind.shape, 0, 0, 5.6), fill: "currentColor" }),
  );
  element.style.setProperty("--light", kind.light);
  element.style.setProperty("--dark", kind.dark);
  return element;
}
