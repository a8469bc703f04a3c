/**
 * Nodes and edges in WebGL 2, from three textures: where nodes are and how they look (x, y, radius, looks), the
 * order in which they are drawn, and edges (from, to, looks). The shaders fetch what they draw by the number of
 * the vertex, so that a filter, an emphasis or a moved node changes little.
 *
 * Nothing is drawn as instances: a renderer in software takes them one by one, ten times more slowly. Sigma's
 * own edges are instances, and objects that it builds, copies and uploads one by one.
 */
import type { Drawing, Look } from "./drawing.ts";
import { RING } from "./shapes.ts";

const WIDE = 1024;
const KINDS = 64;

/** An edge with a direction is this much fainter where it ends. */
const FADE = 0.85;

const FAINT = 1 << 10;
const SELECTED = 1 << 11;

/** How an edge looks: plain, faint, on a path or around what is selected, or the selected one itself. */
const PLAIN = 0;
const PALE = 1;
const STRONG = 2;
const CHOSEN = 3;

const COMMON = `#version 300 es
precision highp float;
precision highp int;
uniform highp sampler2D u_places;
uniform highp usampler2D u_rows;
uniform vec2 u_view;      // CSS pixels
uniform vec3 u_transform; // scale, dx, dy: from the layout to CSS pixels
uniform float u_growth;   // what sizes are multiplied by
uniform float u_smallest;
uniform float u_unit;     // device pixels in a CSS pixel
vec4 placeOf(uint node) { return texelFetch(u_places, ivec2(int(node & 1023u), int(node >> 10)), 0); }
uvec4 rowOf(int row) { return texelFetch(u_rows, ivec2(row & 1023, row >> 10), 0); }
// The corners of two triangles, by the number of the vertex.
vec2 cornerOf(int corner) {
  return vec2(corner == 0 || corner == 2 || corner == 3 ? -1.0 : 1.0, corner < 2 || corner == 4 ? -1.0 : 1.0);
}
vec2 pixels(vec2 place) { return place * u_transform.x + u_transform.yz; }
vec4 clip(vec2 at) { return vec4(at.x / u_view.x * 2.0 - 1.0, 1.0 - at.y / u_view.y * 2.0, 0.0, 1.0); }
`;

const EDGE_VERTEX = `${COMMON}
uniform vec4 u_colours[4];
uniform float u_fade;     // how much fainter a directed edge is where it ends
out float v_across;
out float v_fade;
flat out float v_half;
flat out vec4 v_colour;
void main() {
  uvec4 edge = rowOf(gl_VertexID / 6); // from, to, looks: width in eighths of a pixel, then what it is
  vec2 corner = cornerOf(gl_VertexID % 6);
  vec2 one = pixels(placeOf(edge.x).xy);
  vec2 two = pixels(placeOf(edge.y).xy);
  float width = float(edge.z & 255u) / 8.0;
  v_fade = 1.0 - u_fade * (corner.x * 0.5 + 0.5);
  vec4 colour = u_colours[(edge.z >> 8) & 3u];
  vec2 along = two - one;
  float length_ = max(length(along), 0.001);
  vec2 across = vec2(-along.y, along.x) / length_;
  // Thinner than a pixel is drawn a pixel wide and fainter: a line that flickers is no finer.
  float shown = max(width, 1.0 / u_unit);
  float half_ = shown * 0.5 + 0.5 / u_unit;
  v_half = half_ * u_unit;
  v_across = corner.y * v_half;
  v_colour = vec4(colour.rgb, 1.0) * colour.a * min(1.0, width / shown);
  gl_Position = clip(mix(one, two, corner.x * 0.5 + 0.5) + across * corner.y * half_);
}`;

const EDGE_FRAGMENT = `#version 300 es
precision mediump float;
in float v_across;
in float v_fade;
flat in float v_half;
flat in vec4 v_colour;
out vec4 colour;
void main() { colour = v_colour * v_fade * clamp(v_half - abs(v_across), 0.0, 1.0); }`;

const NODE_VERTEX = `${COMMON}
uniform vec3 u_kinds[${KINDS}];
out vec2 v_at;           // from the middle, in radii
flat out float v_radius; // device pixels
flat out vec3 v_colour;
flat out int v_looks;
void main() {
  vec4 place = placeOf(rowOf(gl_VertexID / 6).x);
  vec2 corner = cornerOf(gl_VertexID % 6);
  int looks = int(place.w);
  float radius = max(u_smallest, place.z * u_growth);
  float reach = radius * ((looks & 15) == 0 ? 1.0 : 1.36) + ((looks & ${SELECTED}) != 0 ? 6.0 : 2.0);
  v_at = corner * reach / radius;
  v_radius = radius * u_unit;
  v_colour = u_kinds[(looks >> 4) & 63];
  v_looks = looks;
  gl_Position = clip(pixels(place.xy) + corner * reach);
}`;

const NODE_FRAGMENT = `#version 300 es
precision highp float;
in vec2 v_at;
flat in float v_radius;
flat in vec3 v_colour;
flat in int v_looks;
uniform vec3 u_ground;
uniform vec3 u_ink;
uniform float u_unit;
uniform float u_faint;
out vec4 colour;
float box(vec2 at, vec2 half_) {
  vec2 d = abs(at) - half_;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}
float triangle(vec2 at) {
  at.y = -at.y + 0.14;
  const float k = 1.7320508;
  const float r = 1.1085;
  at.x = abs(at.x) - r;
  at.y = at.y + r / k;
  if (at.x + k * at.y > 0.0) at = vec2(at.x - k * at.y, -k * at.x - at.y) / 2.0;
  at.x -= clamp(at.x, -2.0 * r, 0.0);
  return -length(at) * sign(at.y);
}
float hexagon(vec2 at) {
  at = abs(at);
  return max(dot(at, vec2(0.5, 0.8660254)), at.x) - 0.918;
}
float star(vec2 at) {
  const vec2 k1 = vec2(0.809016994375, -0.587785252292);
  const vec2 k2 = vec2(-k1.x, k1.y);
  at.y = -at.y;
  at.x = abs(at.x);
  at -= 2.0 * max(dot(k1, at), 0.0) * k1;
  at -= 2.0 * max(dot(k2, at), 0.0) * k2;
  at.x = abs(at.x);
  at.y -= 1.3;
  vec2 ba = 0.446 * vec2(-k1.y, k1.x) - vec2(0.0, 1.0);
  float h = clamp(dot(at, ba) / dot(ba, ba), 0.0, 1.3);
  return length(at - ba * h) * sign(at.y * ba.x - at.x * ba.y);
}
float outline(int shape, vec2 at) {
  if (shape == 0) return length(at) - 1.0;
  if (shape == 1) return box(at, vec2(0.88));
  if (shape == 2) return (abs(at.x) + abs(at.y) - 1.2) * 0.70710678;
  if (shape == 3) return triangle(at);
  if (shape == 4) return triangle(vec2(at.x, -at.y));
  if (shape == 5) return hexagon(at);
  if (shape == 6) return star(at);
  if (shape == 7) return min(box(at, vec2(1.02, 0.36)), box(at, vec2(0.36, 1.02)));
  if (shape == 8) return abs(length(at) - ${RING.middle}) - ${RING.half};
  return box(at, vec2(1.2, 0.5));
}
void main() {
  float away = outline(v_looks & 15, v_at) * v_radius;
  float inside = clamp(0.5 - away, 0.0, 1.0);
  if ((v_looks & ${FAINT}) != 0) {
    colour = vec4(v_colour, 1.0) * inside * u_faint;
    return;
  }
  // A hairline of the ground parts the node from what lies under it; a ring is filled with ground.
  float outer = (v_looks & 15) == 8 ? (length(v_at) - 1.0) * v_radius : away;
  float edge = clamp(0.5 + u_unit - outer, 0.0, 1.0);
  colour = vec4(mix(u_ground, v_colour, inside), 1.0) * edge;
  if ((v_looks & ${SELECTED}) != 0) {
    float around = clamp(0.5 + u_unit * 0.9 - abs(outer - u_unit * 3.2), 0.0, 1.0);
    colour = mix(colour, vec4(u_ink, 1.0), around);
  }
}`;

/** Nodes too small for a shape to be seen, and all nodes while the camera moves: discs, which cost little. */
const DISC_VERTEX = `${COMMON}
uniform vec3 u_kinds[${KINDS}];
uniform float u_faint;
flat out float v_radius; // device pixels, and half of one
flat out vec4 v_colour;
void main() {
  vec4 place = placeOf(rowOf(gl_VertexID).x);
  int looks = int(place.w);
  v_radius = max(u_smallest, place.z * u_growth) * u_unit + 0.5;
  v_colour = vec4(u_kinds[(looks >> 4) & 63], 1.0) * ((looks & ${FAINT}) != 0 ? u_faint : 1.0);
  gl_PointSize = v_radius * 2.0;
  gl_Position = clip(pixels(place.xy));
}`;

const DISC_FRAGMENT = `#version 300 es
precision highp float;
flat in float v_radius;
flat in vec4 v_colour;
out vec4 colour;
void main() { colour = v_colour * clamp(v_radius - length(gl_PointCoord * 2.0 - 1.0) * v_radius, 0.0, 1.0); }`;

/** The radius in CSS pixels under which a node is a disc: at rest, and while the camera moves. */
const DISC = { rest: 2.2, moving: 6 };

/** What a frame is drawn with. */
export interface Frame {
  width: number;
  height: number;
  unit: number;
  scale: number;
  dx: number;
  dy: number;
  zoom: number;
  /** How many of the plain edges are drawn, the strongest first. */
  edges: number;
  moving: boolean;
}

interface Shader {
  program: WebGLProgram;
  uniform(name: string): WebGLUniformLocation | null;
}

export class Scene {
  private readonly gl: WebGL2RenderingContext;
  private readonly drawing: Drawing;
  private look: Look;
  private readonly edges: Shader;
  private readonly nodes: Shader;
  private readonly discs: Shader;
  private readonly places: WebGLTexture;
  private readonly edgeRows: WebGLTexture;
  private readonly nodeRows: WebGLTexture;
  /** Faint nodes come first, each half from small to large. */
  private order = new Uint32Array();
  private back = 0;
  /** Edges that stand back come first, the strongest of them in front; then those that stand out. */
  private plain = 0;
  private strong = 0;
  private stale = { places: true, shown: true, look: true };

  constructor(gl: WebGL2RenderingContext, drawing: Drawing, look: Look) {
    this.gl = gl;
    this.drawing = drawing;
    this.look = look;
    this.edges = shader(gl, EDGE_VERTEX, EDGE_FRAGMENT);
    this.nodes = shader(gl, NODE_VERTEX, NODE_FRAGMENT);
    this.discs = shader(gl, DISC_VERTEX, DISC_FRAGMENT);
    this.places = texture(gl, gl.RGBA32F, drawing.count);
    this.edgeRows = texture(gl, gl.RGBA32UI, drawing.from.length);
    this.nodeRows = texture(gl, gl.R32UI, drawing.count);
  }

  /** Says what has changed since the last frame. */
  changed(what: "places" | "shown" | "look", look?: Look): void {
    if (look) this.look = look;
    this.stale.places = true;
    if (what === "shown") this.stale.shown = true;
    if (what !== "places") this.stale.look = true;
  }

  draw(frame: Frame): void {
    const { gl, stale } = this;
    // Sigma leaves the frame buffer bound in which it would look up what is under the pointer.
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, frame.width * frame.unit, frame.height * frame.unit);
    gl.enable(gl.BLEND);
    gl.activeTexture(gl.TEXTURE0);
    if (stale.places) this.writePlaces();
    if (stale.shown) {
      this.writeEdges();
      this.writeNodes();
    }
    if (stale.look) this.writeLook();
    this.stale = { places: false, shown: false, look: false };

    this.use(this.edges, this.edgeRows, frame);
    const ink = rgb(this.look.ink);
    const { plain, pale, strong, chosen } = this.drawing.opacities(this.plain + this.strong, frame.zoom);
    gl.uniform4fv(this.edges.uniform("u_colours[0]"), [...ink, plain, ...ink, pale, ...ink, strong, ...ink, chosen]);
    gl.uniform1f(this.edges.uniform("u_fade"), this.drawing.directed ? FADE : 0);
    gl.drawArrays(gl.TRIANGLES, 0, Math.min(this.plain, frame.edges) * 6);
    gl.drawArrays(gl.TRIANGLES, this.plain * 6, this.strong * 6);
    const small = (frame.moving ? DISC.moving : DISC.rest) / this.drawing.growth(frame.zoom);
    for (const [first, last] of [
      [0, this.back],
      [this.back, this.order.length],
    ] as const) {
      const middle = this.split(first, last, small);
      this.use(this.discs, this.nodeRows, frame);
      gl.drawArrays(gl.POINTS, first, middle - first);
      this.use(this.nodes, this.nodeRows, frame);
      gl.drawArrays(gl.TRIANGLES, middle * 6, (last - middle) * 6);
    }
  }

  /** The first place of a part of the order whose node is as large as that. */
  private split(first: number, last: number, size: number): number {
    const sizes = this.drawing.picture.nodes.size;
    while (first < last) {
      const middle = (first + last) >> 1;
      if (sizes[this.order[middle]!]! < size) first = middle + 1;
      else last = middle;
    }
    return first;
  }

  private use(shader: Shader, rows: WebGLTexture, frame: Frame): void {
    const { gl } = this;
    gl.useProgram(shader.program);
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, rows);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.places);
    gl.uniform1i(shader.uniform("u_places"), 0);
    gl.uniform1i(shader.uniform("u_rows"), 1);
    gl.uniform2f(shader.uniform("u_view"), frame.width, frame.height);
    gl.uniform3f(shader.uniform("u_transform"), frame.scale, frame.dx, frame.dy);
    gl.uniform1f(shader.uniform("u_growth"), this.drawing.growth(frame.zoom));
    gl.uniform1f(shader.uniform("u_smallest"), this.drawing.smallest);
    gl.uniform1f(shader.uniform("u_unit"), frame.unit);
  }

  private writePlaces(): void {
    const { gl, drawing } = this;
    const texels = new Float32Array(rowsFor(drawing.count) * WIDE * 4);
    const selected = new Set(drawing.selected.nodes);
    const sizes = drawing.picture.nodes.size;
    for (let node = 0, texel = 0; node < drawing.count; node++, texel += 4) {
      texels[texel] = drawing.x[node]!;
      texels[texel + 1] = drawing.y[node]!;
      texels[texel + 2] = sizes[node]!;
      texels[texel + 3] =
        drawing.shape[node]! |
        ((drawing.kind[node]! % KINDS) << 4) |
        (drawing.isFaintNode(node) ? FAINT : 0) |
        (selected.has(node) ? SELECTED : 0);
    }
    gl.bindTexture(gl.TEXTURE_2D, this.places);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, WIDE, texels.length / WIDE / 4, gl.RGBA, gl.FLOAT, texels);
  }

  private writeEdges(): void {
    const { gl, drawing } = this;
    const { from, to, visible, emphasis, byWeight } = drawing;
    const chosen = drawing.selected.edge;
    const rows = new Uint32Array(rowsFor(byWeight.length) * WIDE * 4);
    const out: number[] = [];
    let at = 0;
    const write = (edge: number, width: number, looks: number): void => {
      rows[at] = from[edge]!;
      rows[at + 1] = to[edge]!;
      rows[at + 2] = Math.round(width * 8) | (looks << 8);
      at += 4;
    };
    for (const edge of byWeight) {
      if (!visible.edges[edge]) continue;
      if (edge === chosen || emphasis?.edges.has(edge)) out.push(edge);
      else write(edge, drawing.width(edge), emphasis ? PALE : PLAIN);
    }
    this.plain = at / 4;
    this.strong = out.length;
    for (const edge of out.reverse()) {
      if (edge === chosen) write(edge, drawing.width(edge) + 1.5, CHOSEN);
      else write(edge, drawing.width(edge) + 0.7, STRONG);
    }
    gl.bindTexture(gl.TEXTURE_2D, this.edgeRows);
    const used = Math.ceil(at / 4 / WIDE);
    if (used) gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, WIDE, used, gl.RGBA_INTEGER, gl.UNSIGNED_INT, rows);
  }

  private writeNodes(): void {
    const { gl, drawing } = this;
    const back: number[] = [];
    const front: number[] = [];
    // The largest come last, over the small ones; what stands out comes over what is faint.
    for (let place = drawing.count - 1; place >= 0; place--) {
      const node = drawing.bySize[place]!;
      if (drawing.visible.nodes[node]) (drawing.isFaintNode(node) ? back : front).push(node);
    }
    this.order = Uint32Array.from(back.concat(front));
    this.back = back.length;
    const rows = new Uint32Array(rowsFor(drawing.count) * WIDE);
    rows.set(this.order);
    gl.bindTexture(gl.TEXTURE_2D, this.nodeRows);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, WIDE, rows.length / WIDE, gl.RED_INTEGER, gl.UNSIGNED_INT, rows);
  }

  private writeLook(): void {
    const { gl, look, drawing } = this;
    const ink = rgb(look.ink);
    const kinds = drawing.picture.kinds.slice(0, KINDS).flatMap((kind) => rgb(look.dark ? kind.dark : kind.light));
    for (const shader of [this.discs, this.nodes]) {
      gl.useProgram(shader.program);
      gl.uniform3fv(shader.uniform("u_kinds[0]"), kinds.length ? kinds : [0, 0, 0]);
      gl.uniform1f(shader.uniform("u_faint"), look.dark ? 0.28 : 0.22);
    }
    gl.uniform3fv(this.nodes.uniform("u_ground"), rgb(look.ground));
    gl.uniform3fv(this.nodes.uniform("u_ink"), ink);
  }
}

/** Red, green and blue from 0 to 1 of "#rgb", "#rrggbb" or "rgb(…)"; grey where it is none of these. */
export function rgb(colour: string): [number, number, number] {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex) {
    const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
    return [0, 2, 4].map((at) => Number.parseInt(long.slice(at, at + 2), 16) / 255) as [number, number, number];
  }
  const parts = /^rgba?\(([^)]*)\)$/.exec(colour)?.[1]?.split(/[\s,/]+/).map(Number);
  const [red = 128, green = 128, blue = 128] = parts ?? [];
  return [red / 255, green / 255, blue / 255];
}

function rowsFor(count: number): number {
  return Math.max(1, Math.ceil(count / WIDE));
}

/** A texture that has room for so many texels. */
function texture(gl: WebGL2RenderingContext, format: GLenum, count: number): WebGLTexture {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texStorage2D(gl.TEXTURE_2D, 1, format, WIDE, rowsFor(count));
  return made;
}

function shader(gl: WebGL2RenderingContext, vertex: string, fragment: string): Shader {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const compiled = gl.createShader(type)!;
    gl.shaderSource(compiled, source);
    gl.compileShader(compiled);
    gl.attachShader(program, compiled);
    gl.deleteShader(compiled);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost())
    throw new Error(`The picture's shader does not link: ${gl.getProgramInfoLog(program) ?? ""}`);
  const locations = new Map<string, WebGLUniformLocation | null>();
  const uniform = (wanted: string): WebGLUniformLocation | null => {
    if (!locations.has(wanted)) locations.set(wanted, gl.getUniformLocation(program, wanted));
    return locations.get(wanted) ?? null;
  };
  return { program, uniform };
}
