/** The shapes of kinds, for the legend, lists and saved pictures. */
import type { Kind, Shape } from "./format.ts";
import { svg } from "./dom.ts";

const CORNERS: Partial<Record<Shape, [count: number, turn: number, scale: number]>> = {
  square: [4, 45, 1.2],
  diamond: [4, 0, 1.2],
  triangle: [3, 0, 1.25],
  "triangle-down": [3, 180, 1.25],
  hexagon: [6, 30, 1.08],
};

/** The outline of a shape about a point, as the path of an SVG; all have about the same area. */
export function outline(shape: Shape, x: number, y: number, radius: number): string {
  const at = (degrees: number, far: number) => {
    const turn = ((degrees - 90) * Math.PI) / 180;
    return `${round(x + far * Math.cos(turn))} ${round(y + far * Math.sin(turn))}`;
  };
  const closed = (points: string[]) => `M${points.join("L")}Z`;
  const corners = CORNERS[shape];
  if (corners) {
    const [count, turn, scale] = corners;
    return closed(Array.from({ length: count }, (_, corner) => at(turn + (corner * 360) / count, radius * scale)));
  }
  if (shape === "star") {
    return closed(Array.from({ length: 10 }, (_, corner) => at(corner * 36, radius * (corner % 2 ? 0.55 : 1.3))));
  }
  if (shape === "cross") {
    const wide = radius * 0.4;
    const far = radius * 1.1;
    const [l, r, t, b] = [x - wide, x + wide, y - wide, y + wide].map(round);
    const [L, R, T, B] = [x - far, x + far, y - far, y + far].map(round);
    return `M${l} ${T}H${r}V${t}H${R}V${b}H${r}V${B}H${l}V${b}H${L}V${t}H${l}Z`;
  }
  if (shape === "bar") {
    const [left, right] = [round(x - radius * 1.3), round(x + radius * 1.3)];
    return `M${left} ${round(y - radius * 0.6)}H${right}V${round(y + radius * 0.6)}H${left}Z`;
  }
  const circle = (far: number, sweep: 0 | 1) =>
    `M${round(x - far)} ${round(y)}a${round(far)} ${round(far)} 0 1 ${sweep} ${round(2 * far)} 0a${round(far)} ${round(far)} 0 1 ${sweep} ${round(-2 * far)} 0Z`;
  return shape === "ring" ? circle(radius, 1) + circle(radius * 0.55, 0) : circle(radius, 1);
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
