/** The explorer's canvas: sigma's camera, captors and layers around a scene of our own. */
import Graph from "graphology";
import Sigma from "sigma";
import type { NodeProgramType } from "sigma/rendering";
import type { RenderParams } from "sigma/types";
import { Drawing, lookOf, rim, type Look } from "./drawing.ts";
import type { Camera, Canvas, CanvasEvents, Emphasis, MakeCanvas, Margins, Picture, Visible } from "./format.ts";
import { edgeAt, nodeAt, type Transform } from "./hit.ts";
import { Lettering, badges, letter } from "./lettering.ts";
import { Pace } from "./pace.ts";
import { Scene } from "./scene.ts";

/** How far the camera goes in, and how far when it looks at a few nodes. */
const CLOSEST = 400;
const NEAR = 6;
/** How long the camera rests, in milliseconds, before everything is drawn again. */
const REST = 140;
const LONG_TOUCH = 550;
const GLIDE = 350;
/** How many CSS pixels beside a thing a mouse and a finger may point, and how far a click may slip. */
const MOUSE = 3;
const FINGER = 14;
const TOLERANCE = 4;
/** So many nodes that stand out are named before all others. */
const NAMED = 40;
/** Edges drawn while the camera moves: at first, and at least. */
const MOVING = { first: 4_000, least: 1_500 };

class SigmaCanvas implements Canvas {
  readonly drawn: Promise<void>;
  private readonly drawing: Drawing;
  private readonly place: HTMLElement;
  private readonly events: CanvasEvents;
  private readonly lettering: Lettering;
  private appearance: Look;
  private scene: Scene | null = null;
  private sigma!: Sigma;
  private readonly names: CanvasRenderingContext2D;
  private readonly hovers: CanvasRenderingContext2D;
  private readonly captor: HTMLCanvasElement;
  private hovered: number | null = null;
  private glide = true;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private moving = false;
  private readonly pace: Pace;
  private slack = MOUSE;
  private dragged = false;
  private held = false;

  constructor(place: HTMLElement, picture: Picture, events: CanvasEvents, dark: boolean) {
    this.place = place;
    this.events = events;
    this.drawing = new Drawing(picture);
    this.lettering = new Lettering(this.drawing);
    this.pace = new Pace(MOVING.first, MOVING.least, this.drawing.from.length);
    this.appearance = lookOf(place, dark);
    this.drawing.fit(place.offsetWidth, place.offsetHeight);
    this.start();
    const layers = this.sigma.getCanvases();
    this.names = layers["labels"]!.getContext("2d")!;
    this.captor = layers["mouse"]!;
    this.hovers = layers["hovers"]!.getContext("2d")!;
    // Empty layers cost as much to put together as full ones.
    for (const layer of ["edges", "edgeLabels", "hovers", "hoverNodes"]) layers[layer]!.style.display = "none";
    this.listen();
    this.overlay();
    this.drawn = new Promise((done) => requestAnimationFrame(() => done()));
  }

  /** Starts sigma: its camera, its layers, its mouse and fingers. The scene holds nodes and edges. */
  private start(): void {
    const canvas = this;
    class Everything extends Silent {
      constructor(gl: WebGLRenderingContext, picking: WebGLFramebuffer | null, renderer: Sigma) {
        super(gl, picking, renderer);
        if (!(gl instanceof WebGL2RenderingContext)) throw new Error("There is no WebGL 2");
        // Sigma draws its first frame before its constructor returns.
        canvas.sigma = renderer;
        canvas.scene = new Scene(gl, canvas.drawing, canvas.appearance);
      }
      override render(params: RenderParams): void {
        canvas.frame(params);
      }
    }
    this.sigma = new Sigma(extent(this.drawing), this.place, {
      allowInvalidContainer: true,
      defaultNodeType: "network",
      nodeProgramClasses: { network: Everything },
      nodeHoverProgramClasses: { network: Silent },
      edgeProgramClasses: {},
      renderLabels: false,
      stagePadding: rim(this.place.offsetWidth),
      enableCameraRotation: false,
      minCameraRatio: 1 / CLOSEST,
      maxCameraRatio: 4,
    });
    // Sigma asks the graphics card what is under the pointer, and would have to draw everything twice to know.
    // Our own look-up is quicker; to sigma, all is ground.
    (this.sigma as unknown as { getNodeAtPosition: () => null }).getNodeAtPosition = () => null;
  }

  private nodeAt(x: number, y: number): number | null {
    return nodeAt(this.drawing, this.transform(), x, y, this.slack);
  }

  private listen(): void {
    const { sigma, events } = this;
    sigma.on("afterRender", () => this.overlay());
    sigma.on("resize", () => {
      const { width, height } = sigma.getDimensions();
      this.drawing.fit(width, height);
    });
    new ResizeObserver(() => sigma.scheduleRender()).observe(this.place);
    sigma.getCamera().on("updated", () => this.moved());
    sigma.on("clickStage", ({ event }) => {
      if (this.dragged) return;
      const node = this.nodeAt(event.x, event.y);
      if (node !== null) return events.node(node, isAdding(event.original));
      const edge = edgeAt(this.drawing, this.transform(), event.x, event.y, this.slack + 2);
      if (edge === null) events.ground();
      else events.edge(edge);
    });
    sigma.on("doubleClickStage", ({ event, preventSigmaDefault }) => {
      const node = this.nodeAt(event.x, event.y);
      if (node === null) return;
      preventSigmaDefault();
      events.focus(node);
    });
    sigma.on("leaveStage", () => this.hover(null));
    this.listenToDrags();
  }

  /** A node follows the pointer that took it; a finger that rests on one picks it as a second end. */
  private listenToDrags(): void {
    const { sigma, drawing } = this;
    let taken: { node: number; x: number; y: number } | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hold = (held: boolean) => (event: PointerEvent) => {
      this.held = held;
      this.slack = event.pointerType === "touch" ? FINGER : MOUSE;
    };
    this.place.addEventListener("pointerdown", hold(true), true);
    addEventListener("pointerup", hold(false), true);
    addEventListener("pointercancel", hold(false), true);
    sigma.on("downStage", ({ event }) => {
      this.dragged = false;
      const node = this.nodeAt(event.x, event.y);
      taken = node === null ? null : { node, x: event.x, y: event.y };
      if (!taken || !("touches" in event.original)) return;
      timer = setTimeout(() => {
        if (!taken || this.dragged) return;
        this.dragged = true;
        this.events.node(taken.node, true);
      }, LONG_TOUCH);
    });
    sigma.on("moveBody", ({ event, preventSigmaDefault }) => {
      if (!taken) {
        if (!this.held && !this.moving) this.hover(event.original.target === this.captor ? this.nodeAt(event.x, event.y) : null);
        return;
      }
      preventSigmaDefault();
      if (!this.dragged && Math.hypot(event.x - taken.x, event.y - taken.y) < TOLERANCE) return;
      clearTimeout(timer);
      this.dragged = true;
      event.original.preventDefault();
      const { scale, dx, dy } = this.transform();
      drawing.x[taken.node] = (event.x - dx) / scale;
      drawing.y[taken.node] = (event.y - dy) / scale;
      this.scene?.changed("places");
      this.moved();
      sigma.scheduleRender();
    });
    sigma.on("upStage", () => {
      clearTimeout(timer);
      taken = null;
    });
  }

  /** While the camera moves, frames are drawn with fewer edges and names; when it rests, in full. */
  private moved(): void {
    this.moving = true;
    this.awaitRest();
  }

  private awaitRest(): void {
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      if (this.held) return this.awaitRest();
      this.moving = false;
      this.pace.rest();
      this.sigma.scheduleRender();
      this.events.camera(this.camera());
    }, REST);
  }

  /** Draws everything under the names; sigma calls it. */
  private frame(params: RenderParams): void {
    // Where frames are slow, the next one is awaited from when this one was drawn.
    if (this.moving) this.awaitRest();
    this.scene?.draw({
      ...this.transform(),
      width: params.width,
      height: params.height,
      unit: params.pixelRatio,
      edges: this.moving ? this.pace.frame(performance.now()) : Infinity,
      moving: this.moving,
    });
  }

  /** Names and badges, on sigma's own layer for names. */
  private overlay(): void {
    const { width, height } = this.sigma.getDimensions();
    const { names, appearance, drawing } = this;
    const at = this.transform();
    const first = new Set(drawing.selected.nodes);
    for (const node of drawing.standingOut(NAMED)) first.add(node);
    names.clearRect(0, 0, width, height);
    if (!this.moving) badges(names, appearance, drawing, at, width, height);
    const share = this.moving ? 0.3 : 1;
    letter(names, appearance, this.lettering.place(names, appearance, at, width, height, first, share), this.moving);
    this.drawHover();
  }

  private hover(node: number | null): void {
    if (node === this.hovered) return;
    this.hovered = node;
    this.place.style.cursor = node === null ? "" : "pointer";
    this.drawHover();
  }

  /** The node under the pointer has a ring and its name, whatever lies there. */
  private drawHover(): void {
    const { hovers, appearance, drawing, hovered } = this;
    const { width, height } = this.sigma.getDimensions();
    const shown = hovered !== null && !this.moving && drawing.visible.nodes[hovered];
    hovers.canvas.style.display = shown ? "" : "none";
    if (!shown) return;
    hovers.clearRect(0, 0, width, height);
    const at = this.transform();
    hovers.beginPath();
    const [x, y] = [drawing.x[hovered]! * at.scale + at.dx, drawing.y[hovered]! * at.scale + at.dy];
    hovers.arc(x, y, drawing.radius(hovered, at.zoom) + 3, 0, 2 * Math.PI);
    hovers.lineWidth = 1.5;
    hovers.strokeStyle = appearance.ink;
    hovers.stroke();
    letter(hovers, appearance, this.lettering.single(hovers, appearance, at, width, hovered));
  }

  private transform(): Transform {
    const { sigma } = this;
    const cameraState = sigma.getCamera().getState();
    const zero = sigma.graphToViewport({ x: 0, y: 0 }, { cameraState });
    const one = sigma.graphToViewport({ x: 1, y: 0 }, { cameraState });
    return { scale: one.x - zero.x, dx: zero.x, dy: zero.y, zoom: 1 / cameraState.ratio };
  }

  show(visible: Visible): void {
    if (this.drawing.show(visible)) this.redraw();
  }

  emphasise(emphasis: Emphasis | null, selected: { nodes: number[]; edge: number | null }): void {
    if (this.drawing.emphasise(emphasis, selected)) this.redraw();
  }

  /** A page that opens asks for what is drawn already; a frame in full is not drawn for nothing. */
  private redraw(): void {
    this.scene?.changed("shown");
    this.sigma.scheduleRender();
  }

  relabel(labels: string[]): void {
    this.drawing.labels = labels;
    this.sigma.scheduleRender();
  }

  theme(dark: boolean): void {
    this.appearance = lookOf(this.place, dark);
    this.lettering.forget();
    this.scene?.changed("look", this.appearance);
    this.sigma.scheduleRender();
  }

  motion(on: boolean, _settles: boolean): void {
    // Sigma draws everything again for a change of its settings, and it begins with motion.
    if (on === this.glide) return;
    this.glide = on;
    this.sigma.setSettings({ inertiaDuration: on ? 200 : 0, zoomDuration: on ? 250 : 0, doubleClickZoomingDuration: on ? 200 : 0 });
  }

  leave(margins: Margins): void {
    this.drawing.margins = margins;
  }

  look(nodes: number[] | null): void {
    const { width, height } = this.sigma.getDimensions();
    const at = this.transform();
    this.setCamera(this.drawing.aim(nodes, width, height, at.scale / at.zoom, NEAR));
  }

  camera(): Camera {
    const { x, y, side } = this.framed();
    const camera = this.sigma.getCamera();
    return { x: x + (camera.x - 0.5) * side, y: y - (camera.y - 0.5) * side, zoom: 1 / camera.ratio };
  }

  setCamera(camera: Camera): void {
    const { x, y, side } = this.framed();
    this.move({ x: 0.5 + (camera.x - x) / side, y: 0.5 - (camera.y - y) / side, ratio: 1 / camera.zoom });
  }

  /** What sigma's camera measures in: the middle of the picture, and its longer side. */
  private framed(): { x: number; y: number; side: number } {
    const { x, y, width, height } = this.drawing.box;
    return { x: x + width / 2, y: y + height / 2, side: Math.max(width, height) };
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    this.move({ ratio: camera.ratio / factor });
  }

  private move(state: { x?: number; y?: number; ratio: number }): void {
    const camera = this.sigma.getCamera();
    const to = { ...state, ratio: camera.getBoundedRatio(state.ratio) };
    const now = camera.getState();
    // Whoever is asked to look where it looks already stays still.
    const away = Math.abs((to.x ?? now.x) - now.x) + Math.abs((to.y ?? now.y) - now.y);
    if (away < now.ratio * 1e-3 && Math.abs(to.ratio / now.ratio - 1) < 1e-3 && !camera.isAnimated()) return;
    if (this.glide) void camera.animate(to, { duration: GLIDE });
    else camera.setState(to);
  }

  positions(): { x: ArrayLike<number>; y: ArrayLike<number> } {
    return { x: this.drawing.x, y: this.drawing.y };
  }

  async png(ground: string): Promise<Blob> {
    clearTimeout(this.rest);
    this.moving = false;
    // A WebGL canvas can be read only in the task that drew it.
    this.sigma.refresh({ partialGraph: {}, skipIndexation: true });
    const layers = this.sigma.getCanvases();
    const sheet = document.createElement("canvas");
    sheet.width = layers["nodes"]!.width;
    sheet.height = layers["nodes"]!.height;
    const context = sheet.getContext("2d")!;
    context.fillStyle = ground;
    context.fillRect(0, 0, sheet.width, sheet.height);
    for (const name of ["nodes", "labels"]) context.drawImage(layers[name]!, 0, 0);
    return new Promise((done, fail) =>
      sheet.toBlob((blob) => (blob ? done(blob) : fail(new Error("The browser makes no PNG of this size"))), "image/png"),
    );
  }
}

/** A program that draws nothing: sigma asks for more of them than there is to draw. */
class Silent implements InstanceType<NodeProgramType> {
  drawLabel = undefined;
  drawHover = undefined;
  constructor(_gl: WebGLRenderingContext, _picking: WebGLFramebuffer | null, _renderer: Sigma) {}
  process(): void {}
  reallocate(): void {}
  kill(): void {}
  render(_params: RenderParams): void {}
}

/**
 * Sigma's graph: two corners of the picture, from which it knows how large that is.
 *
 * Sigma copies each node and edge of a graph into objects of its own before it draws them: at 50,000 nodes and
 * 250,000 edges that takes longer than all the rest (benchmarks/pages.py), for what the scene has as columns.
 */
function extent(drawing: Drawing): Graph {
  const graph = new Graph({ allowSelfLoops: false });
  const { x, y, width, height } = drawing.box;
  graph.addNode("one", { x, y: -y });
  graph.addNode("two", { x: x + width, y: -y - height });
  return graph;
}

function isAdding(original: MouseEvent | TouchEvent): boolean {
  return original.shiftKey || original.ctrlKey || original.metaKey;
}

/** A canvas that can only say why there is no picture; the rest of the page works. */
class NoCanvas implements Canvas {
  readonly drawn = Promise.resolve();
  private readonly picture: Picture;
  constructor(place: HTMLElement, picture: Picture) {
    this.picture = picture;
    const sentence = document.createElement("p");
    sentence.setAttribute("role", "status");
    sentence.textContent = NO_WEBGL;
    place.replaceChildren(sentence);
  }
  show(): void {}
  emphasise(): void {}
  relabel(): void {}
  theme(): void {}
  motion(): void {}
  leave(): void {}
  look(): void {}
  camera(): Camera {
    return { x: 0, y: 0, zoom: 1 };
  }
  setCamera(): void {}
  zoom(): void {}
  positions(): { x: ArrayLike<number>; y: ArrayLike<number> } {
    return this.picture.nodes;
  }
  png(): Promise<Blob> {
    return Promise.reject(new Error(NO_WEBGL));
  }
}

const NO_WEBGL =
  "This picture needs WebGL 2, which this browser does not offer: switch hardware acceleration on, or open the page in another browser. The list of the same content works without it.";

export const makeCanvas: MakeCanvas = (place, picture, events, dark) => {
  try {
    return new SigmaCanvas(place, picture, events, dark);
  } catch (error) {
    // Sigma and the scene fail in several ways where there is no WebGL; anything else is worth a line in the console.
    if (document.createElement("canvas").getContext("webgl2")) throw error;
    return new NoCanvas(place, picture);
  }
};
