/** The canvas of relationships: vis-network, fed with what pyvis wrote. */
import { DataSet, DataView } from "vis-data/peer/esm/vis-data.js";
import { Network, type Options } from "vis-network";
import { Drawing, lookOf, rim, type Look } from "./drawing.ts";
import type { Camera, Canvas, CanvasEvents, Emphasis, MakeCanvas, Margins, Picture, VisNetwork, Visible } from "./format.ts";
import { edgeAt, nodeAt, type Transform } from "./hit.ts";
import { Lettering, badges, letter } from "./lettering.ts";
import { Pace } from "./pace.ts";
import { SHAPES, trace } from "./shapes.ts";

/** How far the camera goes in when it looks at a few nodes. */
const NEAR = 3;
const REST = 160;
const GLIDE = 350;
/** How many CSS pixels beside a thing one may point. */
const SLACK = 4;
/** So many nodes that stand out are named before all others. */
const NAMED = 40;
/** Edges drawn while the camera moves: at first, and at least; and so many in one stroke of the pen. */
const MOVING = { first: 1_500, least: 300 };
const STROKE = 64;
/** Up to so many nodes, the network may settle by physics. */
const SETTLES = 1_500;
/** How far apart nodes are in vis-network's own coordinates, in which its springs are measured. */
const APART = 110;

type Id = { id: number };

/** What vis-network has and does not declare; its version is locked. */
interface Inside {
  renderer: { _drawEdges(): void; _drawArrows(): void };
  body: { nodes: Record<number, { x: number; y: number }> };
}

class VisCanvas implements Canvas {
  readonly drawn: Promise<void>;
  private readonly drawing: Drawing;
  private readonly place: HTMLElement;
  private readonly events: CanvasEvents;
  private readonly lettering: Lettering;
  private appearance: Look;
  private readonly network: Network;
  private readonly inside: Inside;
  private readonly nodes: DataView<Id>;
  private readonly edges: DataView<Id>;
  private readonly canvas: HTMLCanvasElement;
  /** From the layout's coordinates to vis-network's. */
  private readonly unit: number;
  /** The scale at which everything is in view: zoom 1. */
  private whole = 1;
  private stored: { x: Float32Array; y: Float32Array };
  private hovered: number | null = null;
  private glide = false;
  private opened = false;
  private settling = false;
  private moving = false;
  private readonly pace: Pace;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(place: HTMLElement, picture: Picture, events: CanvasEvents, dark: boolean, block: VisNetwork | null) {
    this.place = place;
    this.events = events;
    this.drawing = new Drawing(picture);
    this.lettering = new Lettering(this.drawing);
    this.pace = new Pace(MOVING.first, MOVING.least, this.drawing.from.length);
    this.appearance = lookOf(place, dark);
    const { drawing } = this;
    this.stored = { x: drawing.x.slice(), y: drawing.y.slice() };
    this.unit = (APART * Math.sqrt(Math.max(1, drawing.count))) / Math.max(drawing.box.width, drawing.box.height);
    this.nodes = new DataView(new DataSet<Id>(this.nodeRecords(block)), {
      filter: ({ id }) => drawing.visible.nodes[id] === 1,
    });
    this.edges = new DataView(new DataSet<Id>(this.edgeRecords(block)), {
      filter: ({ id }) => drawing.visible.edges[id] === 1,
    });
    this.network = new Network(place, { nodes: this.nodes, edges: this.edges }, settings(block));
    this.inside = this.network as unknown as Inside;
    // One path for many edges is drawn many times faster than one for each.
    this.inside.renderer._drawEdges = this.inside.renderer._drawArrows = () => {};
    this.canvas = place.querySelector("canvas")!;
    // The page has its own keys, and a list of the same content.
    place.querySelector(".vis-network")?.removeAttribute("tabindex");
    this.fit();
    this.network.moveTo({ ...this.aim({ ...middle(drawing.box), zoom: 1 }), animation: false });
    this.drawn = new Promise((done) =>
      this.network.once("afterDrawing", () =>
        requestAnimationFrame(() => {
          this.opened = true;
          done();
        }),
      ),
    );
    this.listen();
  }

  /** Nodes as pyvis wrote them, the largest last and so on top; how they look is drawn here. */
  private nodeRecords(block: VisNetwork | null): Id[] {
    const { drawing, unit } = this;
    const written = new Map(block?.nodes.map((node) => [node.id, node]));
    return Array.from(drawing.bySize.toReversed(), (id) => ({
      ...written.get(id),
      id,
      x: drawing.x[id]! * unit,
      y: drawing.y[id]! * unit,
      shape: "custom",
      ctxRenderer: ({ ctx, x, y }: { ctx: CanvasRenderingContext2D; x: number; y: number }) => this.node(ctx, id, x, y),
      label: undefined,
      title: undefined,
    }));
  }

  private edgeRecords(block: VisNetwork | null): Id[] {
    const { drawing } = this;
    const written = new Map(block?.edges.map((edge) => [edge.id, edge]));
    return Array.from(drawing.from, (from, id) => ({
      ...written.get(id),
      id,
      from,
      to: drawing.to[id]!,
      label: undefined,
      title: undefined,
    }));
  }

  private listen(): void {
    const { network, events, drawing } = this;
    network.on("beforeDrawing", (context: CanvasRenderingContext2D) => this.under(context));
    network.on("afterDrawing", (context: CanvasRenderingContext2D) => this.over(context));
    type Hammered = { srcEvent: MouseEvent; type: string; pointerType: string };
    type Click = { pointer: { DOM: { x: number; y: number } }; event: Hammered };
    const isLongTouch = ({ event }: Click) => event.type === "press" && event.pointerType === "touch";
    const found = ({ pointer: { DOM } }: Click) => nodeAt(drawing, this.transform(), DOM.x, DOM.y, SLACK);
    network.on("click", (click: Click) => {
      if (isLongTouch(click)) return;
      const node = found(click);
      const { shiftKey, ctrlKey, metaKey } = click.event.srcEvent;
      if (node !== null) return events.node(node, shiftKey || ctrlKey || metaKey);
      const { x, y } = click.pointer.DOM;
      const edge = edgeAt(drawing, this.transform(), x, y, SLACK + 2);
      if (edge === null) events.ground();
      else events.edge(edge);
    });
    network.on("doubleClick", (click: Click) => {
      const node = found(click);
      if (node !== null) events.focus(node);
    });
    network.on("hold", (click: Click) => {
      const node = isLongTouch(click) ? found(click) : null;
      if (node !== null) events.node(node, true);
    });
    network.on("zoom", () => this.moved());
    network.on("dragging", () => this.moved());
    network.on("animationFinished", () => this.moved());
    network.on("stabilized", () => this.settle(false));
    network.on("resize", () => this.fit());
    this.canvas.addEventListener("pointermove", (event) => {
      if (event.buttons || event.pointerType === "touch") return;
      const box = this.canvas.getBoundingClientRect();
      this.hover(nodeAt(drawing, this.transform(), event.clientX - box.left, event.clientY - box.top, SLACK));
    });
    this.canvas.addEventListener("pointerleave", () => this.hover(null));
  }

  private hover(node: number | null): void {
    if (node === this.hovered) return;
    this.hovered = node;
    this.place.style.cursor = node === null ? "" : "pointer";
    this.network.redraw();
  }

  private moved(): void {
    this.moving = true;
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.moving = false;
      this.pace.rest();
      this.network.redraw();
      this.events.camera(this.camera());
    }, REST);
  }

  /** Takes up the size of the canvas, on which hang the sizes of nodes and the scale that shows everything. */
  private fit(): void {
    const { box } = this.drawing;
    const { clientWidth: width, clientHeight: height } = this.place;
    this.drawing.fit(width, height);
    const room = Math.min((width - 2 * rim(width)) / box.width, (height - 2 * rim(width)) / box.height);
    this.whole = Math.max(room, 1e-3) / this.unit;
  }

  private transform(): Transform {
    const scale = this.network.getScale();
    const zero = this.network.canvasToDOM({ x: 0, y: 0 });
    return { scale: scale * this.unit, dx: zero.x, dy: zero.y, zoom: scale / this.whole };
  }

  /** Takes up where nodes are, and draws what lies under them: edges. */
  private under(context: CanvasRenderingContext2D): void {
    const { drawing, unit } = this;
    for (const [id, node] of Object.entries(this.inside.body.nodes)) {
      // Clusters and helpers of vis-network have other ids; there are none here, and none would be a node.
      // Back and forth through the other coordinates is not quite the same number.
      if (Math.abs(node.x - drawing.x[Number(id)]! * unit) < 1e-2 && Math.abs(node.y - drawing.y[Number(id)]! * unit) < 1e-2)
        continue;
      drawing.x[Number(id)] = node.x / unit;
      drawing.y[Number(id)] = node.y / unit;
    }
    this.inPixels(context, (at) => this.strokeEdges(context, at));
  }

  private strokeEdges(context: CanvasRenderingContext2D, at: Transform): void {
    const { drawing, appearance } = this;
    const { visible, emphasis } = drawing;
    const chosen = drawing.selected.edge;
    const out: number[] = [];
    // Paths by width: a stroke has one width, and few edges, so that crossings darken.
    const paths = new Map<number, { path: Path2D; length: number }>();
    const shown = this.edges.length;
    const { plain, pale, strong, chosen: full } = drawing.opacities(shown, at.zoom);
    context.strokeStyle = appearance.ink;
    context.fillStyle = appearance.ink;
    const stroke = (path: Path2D, width: number, alpha: number): void => {
      // Thinner than a pixel is fainter instead.
      context.globalAlpha = alpha * Math.min(1, width);
      context.lineWidth = Math.max(1, width);
      context.stroke(path);
    };
    const line = (path: Path2D, edge: number): void => {
      const [one, two] = [drawing.from[edge]!, drawing.to[edge]!];
      path.moveTo(drawing.x[one]! * at.scale + at.dx, drawing.y[one]! * at.scale + at.dy);
      path.lineTo(drawing.x[two]! * at.scale + at.dx, drawing.y[two]! * at.scale + at.dy);
    };
    let left = this.moving ? this.pace.frame(performance.now()) : Infinity;
    for (const edge of drawing.byWeight) {
      if (!visible.edges[edge]) continue;
      if (edge === chosen || emphasis?.edges.has(edge)) {
        out.push(edge);
        continue;
      }
      if (left-- <= 0) continue;
      const width = drawing.width(edge);
      const step = Math.round(width * 4);
      const open = paths.get(step) ?? { path: new Path2D(), length: 0 };
      paths.set(step, open);
      line(open.path, edge);
      if (++open.length < STROKE) continue;
      stroke(open.path, width, emphasis ? pale : plain);
      paths.delete(step);
    }
    for (const [step, { path }] of paths) stroke(path, step / 4, emphasis ? pale : plain);
    for (const edge of out.reverse()) {
      const path = new Path2D();
      line(path, edge);
      stroke(path, drawing.width(edge) + (edge === chosen ? 1.5 : 0.7), edge === chosen ? full : strong);
    }
    context.globalAlpha = 1;
    if (drawing.directed && !this.moving) this.arrows(context, at);
  }

  /** Heads of edges with a direction, at the outline of the node that they point to. */
  private arrows(context: CanvasRenderingContext2D, at: Transform): void {
    const { drawing } = this;
    for (const edge of drawing.byWeight) {
      if (!drawing.visible.edges[edge] || drawing.isFaintEdge(edge)) continue;
      const [one, two] = [drawing.from[edge]!, drawing.to[edge]!];
      const [x, y] = [drawing.x[two]! * at.scale + at.dx, drawing.y[two]! * at.scale + at.dy];
      const [dx, dy] = [x - drawing.x[one]! * at.scale - at.dx, y - drawing.y[one]! * at.scale - at.dy];
      const length = Math.hypot(dx, dy);
      const reach = drawing.radius(two, at.zoom) * 1.1 + 1;
      const head = 5 + drawing.width(edge);
      if (length < reach + head) continue;
      const [ux, uy] = [dx / length, dy / length];
      const [tipX, tipY] = [x - ux * reach, y - uy * reach];
      context.globalAlpha = 0.6;
      context.beginPath();
      context.moveTo(tipX, tipY);
      context.lineTo(tipX - ux * head - uy * head * 0.36, tipY - uy * head + ux * head * 0.36);
      context.lineTo(tipX - ux * head + uy * head * 0.36, tipY - uy * head - ux * head * 0.36);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  /** A node, in vis-network's coordinates; returns what vis-network needs to know of its size. */
  private node(context: CanvasRenderingContext2D, id: number, x: number, y: number) {
    const { drawing, appearance } = this;
    const scale = this.network.getScale();
    const radius = drawing.radius(id, scale / this.whole) / scale;
    const drawNode = (): void => {
      const kind = drawing.picture.kinds[drawing.kind[id]!];
      const shape = SHAPES[drawing.shape[id]!]!;
      context.beginPath();
      trace(context, shape, x, y, radius);
      context.fillStyle = kind ? (appearance.dark ? kind.dark : kind.light) : appearance.ink;
      if (drawing.isFaintNode(id)) {
        context.globalAlpha = appearance.dark ? 0.28 : 0.22;
        context.fill("evenodd");
        return;
      }
      // A hairline of the ground parts the node from what lies under it.
      if (!this.moving) {
        context.lineJoin = "round";
        context.lineWidth = 2 / scale;
        context.strokeStyle = appearance.ground;
        context.stroke();
      }
      if (shape === "ring") {
        // What lies under it does not show through its middle.
        const colour = context.fillStyle;
        context.fillStyle = appearance.ground;
        context.fill();
        context.fillStyle = colour;
      }
      context.fill("evenodd");
      if (id !== this.hovered && !drawing.selected.nodes.includes(id)) return;
      context.beginPath();
      trace(context, shape === "ring" ? "circle" : shape, x, y, radius + 4.5 / scale);
      context.lineWidth = (id === this.hovered ? 1.2 : 1.8) / scale;
      context.strokeStyle = appearance.ink;
      context.stroke();
    };
    return { drawNode, nodeDimensions: { width: 2 * radius, height: 2 * radius } };
  }

  /** What lies over the nodes: badges and names. */
  private over(context: CanvasRenderingContext2D): void {
    this.inPixels(context, (at, width, height) => {
      const { drawing, appearance, lettering } = this;
      const first = new Set(drawing.selected.nodes);
      for (const node of drawing.standingOut(NAMED)) first.add(node);
      if (!this.moving) badges(context, appearance, drawing, at, width, height);
      const names = lettering.place(context, appearance, at, width, height, first, this.moving ? 0.4 : 1);
      letter(context, appearance, names, this.moving);
      if (this.hovered !== null && !this.moving && drawing.visible.nodes[this.hovered])
        letter(context, appearance, lettering.single(context, appearance, at, width, this.hovered));
    });
  }

  /** Draws in CSS pixels from the upper left corner. */
  private inPixels(
    context: CanvasRenderingContext2D,
    draw: (at: Transform, width: number, height: number) => void,
  ): void {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const ratio = this.canvas.width / Math.max(1, width);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(this.transform(), width, height);
    context.restore();
  }

  show(visible: Visible): void {
    if (!this.drawing.show(visible)) return;
    // Nodes come back to where people left them.
    this.store();
    this.nodes.refresh();
    this.edges.refresh();
    this.network.redraw();
  }

  emphasise(emphasis: Emphasis | null, selected: { nodes: number[]; edge: number | null }): void {
    if (this.drawing.emphasise(emphasis, selected)) this.network.redraw();
  }

  relabel(labels: string[]): void {
    this.drawing.labels = labels;
    this.network.redraw();
  }

  theme(dark: boolean): void {
    this.appearance = lookOf(this.place, dark);
    this.lettering.forget();
    this.network.redraw();
  }

  motion(glides: boolean, settles: boolean): void {
    this.glide = glides;
    // A page opens still, whatever its reader likes.
    if (this.opened && settles !== this.settling) this.settle(settles);
  }

  private settle(on: boolean): void {
    this.settling = on;
    const enabled = on && this.drawing.count <= SETTLES;
    this.network.setOptions({ physics: { enabled } });
    if (enabled) this.network.startSimulation();
    else this.network.stopSimulation();
  }

  /** Writes where nodes have been moved to into the records that a filter takes them from. */
  private store(): void {
    const { drawing, unit, stored } = this;
    const moved: { id: number; x: number; y: number }[] = [];
    for (let id = 0; id < drawing.count; id++) {
      if (drawing.x[id] === stored.x[id] && drawing.y[id] === stored.y[id]) continue;
      moved.push({ id, x: drawing.x[id]! * unit, y: drawing.y[id]! * unit });
    }
    if (!moved.length) return;
    this.nodes.getDataSet().update(moved);
    this.stored = { x: drawing.x.slice(), y: drawing.y.slice() };
  }

  leave(margins: Margins): void {
    this.drawing.margins = margins;
  }

  look(nodes: number[] | null): void {
    const { clientWidth: width, clientHeight: height } = this.place;
    this.setCamera(this.drawing.aim(nodes, width, height, this.unit * this.whole, NEAR));
  }

  camera(): Camera {
    const { x, y } = this.network.getViewPosition();
    return { x: x / this.unit, y: y / this.unit, zoom: this.network.getScale() / this.whole };
  }

  setCamera(camera: Camera): void {
    const now = this.camera();
    const side = Math.max(this.drawing.box.width, this.drawing.box.height) / now.zoom;
    const away = Math.abs(camera.x - now.x) + Math.abs(camera.y - now.y);
    // Whoever is asked to look where it looks already stays still.
    if (away < side * 2e-3 && Math.abs(camera.zoom / now.zoom - 1) < 1e-3) return;
    this.network.moveTo({
      ...this.aim(camera),
      animation: this.glide ? { duration: GLIDE, easingFunction: "easeInOutQuad" } : false,
    });
    this.moved();
  }

  private aim({ x, y, zoom }: Camera): { position: { x: number; y: number }; scale: number } {
    return { position: { x: x * this.unit, y: y * this.unit }, scale: zoom * this.whole };
  }

  zoom(factor: number): void {
    const camera = this.camera();
    this.setCamera({ ...camera, zoom: Math.max(0.2, Math.min(60, camera.zoom * factor)) });
  }

  positions(): { x: ArrayLike<number>; y: ArrayLike<number> } {
    return { x: this.drawing.x, y: this.drawing.y };
  }

  png(ground: string): Promise<Blob> {
    clearTimeout(this.rest);
    this.moving = false;
    this.network.redraw();
    const sheet = document.createElement("canvas");
    sheet.width = this.canvas.width;
    sheet.height = this.canvas.height;
    const context = sheet.getContext("2d")!;
    context.fillStyle = ground;
    context.fillRect(0, 0, sheet.width, sheet.height);
    context.drawImage(this.canvas, 0, 0);
    return new Promise((done, fail) =>
      sheet.toBlob((blob) => (blob ? done(blob) : fail(new Error("The browser makes no PNG of this size"))), "image/png"),
    );
  }
}

function middle(box: { x: number; y: number; width: number; height: number }): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Of the options that pyvis writes, those of physics; the rest would change how the page looks or works. */
function settings(block: VisNetwork | null): Options {
  const physics = (block?.options["physics"] ?? {}) as Record<string, unknown>;
  return {
    autoResize: true,
    physics: { ...physics, enabled: false, stabilization: false },
    layout: { improvedLayout: false, randomSeed: 1 },
    edges: { smooth: false, selectionWidth: 0, hoverWidth: 0 },
    interaction: { hover: false, zoomSpeed: 2, selectable: false, keyboard: false, navigationButtons: false },
  };
}

export const makeCanvas: MakeCanvas = (place, picture, events, dark, network) =>
  new VisCanvas(place, picture, events, dark, network);
