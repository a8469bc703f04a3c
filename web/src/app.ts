/** Ties a page together: the state decides what is shown; whoever acts asks for another state. */
import { about, countWords, help } from "./about.ts";
import { block, whenIdle } from "./blocks.ts";
import { fill, h } from "./dom.ts";
import { isOpen, sift, type Sifted } from "./filters.ts";
import type { Camera, Canvas, CanvasEvents, Emphasis, MakeCanvas, Picture, Reasons, VisNetwork, Visible } from "./format.ts";
import { frame, type Frame, type Saving } from "./frame.ts";
import { watchKeys } from "./keys.ts";
import { list } from "./lists.ts";
import { everything, Model, type Shown } from "./model.ts";
import { around, path, type Path } from "./paths.ts";
import { printed } from "./printed.ts";
import { closePopover, watchPopovers } from "./popover.ts";
import { download, drawing, gexf, namesTable, tiesTable } from "./save.ts";
import { fresh, History, read, written, type State } from "./state.ts";

/** Starts the page that this script stands in; relationships and explorer differ in what they draw with. */
export function start(makeCanvas: MakeCanvas): void {
  const place = document.getElementById("page")!;
  block<Picture>("picture")
    .then(async (picture) => {
      if (!picture) throw new Error("This page carries nothing to show. Make it again with the command that made it.");
      const network = await block<VisNetwork>("network");
      const app = new App(place, picture, makeCanvas, network);
      await app.begin();
    })
    .catch((error: unknown) => {
      fill(place, h("div", { class: "broken", role: "alert" }, h("h1", null, "This page cannot be shown"), h("p", null, error instanceof Error ? error.message : String(error))));
      console.error(error);
    });
}

/** How long after a click a second one may make it a double click, in milliseconds. The picture must not move before. */
const DOUBLE = 320;

/** Up to so many nodes, a page opens with all of them clear of the legend. */
const SMALL = 2_000;

/** Whether two pictures show the same. */
function same(one: Visible, two: Visible): boolean {
  const equal = (a: ArrayLike<number>, b: ArrayLike<number>) => {
    for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
    return true;
  };
  return one === two || (equal(one.nodes, two.nodes) && equal(one.edges, two.edges) && equal(one.weights, two.weights));
}

class App {
  private readonly model: Model;
  private readonly turned: boolean;
  private readonly usual: State;
  private readonly frame: Frame;
  private readonly canvas: Canvas;
  private readonly history = new History<State>();
  private readonly systemDark = matchMedia("(prefers-color-scheme: dark)");
  private readonly systemStill = matchMedia("(prefers-reduced-motion: reduce)");
  private state: State;
  private sifted: Sifted | null = null;
  private siftedBy: unknown = null;
  private readonly all: Visible;
  private visible: Visible;
  private path: Path | null = null;
  /** Whether somebody has moved anything: until then the address need not say where the picture stands. */
  private touched = false;
  private cameraTimer = 0;
  private ownHash = "";
  private clickedAt = -DOUBLE;
  private panelTimer = 0;

  constructor(place: HTMLElement, picture: Picture, makeCanvas: MakeCanvas, network: VisNetwork | null) {
    this.turned = this.turn(picture);
    this.model = new Model(picture);
    this.usual = fresh(picture.page.language);
    this.state = this.opening();
    this.all = this.visible = everything(this.model);
    this.model.names.speak(this.state.language);
    this.frame = frame(this.model, {
      go: (change, kind) => this.go(change, kind),
      filter: (filters, kind) => this.go({ filters: { ...this.state.filters, ...filters } }, kind),
      choose: (thing) => this.choose(thing),
      undo: () => this.travel(this.history.undo(this.state)),
      redo: () => this.travel(this.history.redo(this.state)),
      reset: () => this.reset(),
      zoom: (factor) => this.canvas.zoom(factor),
      whole: () => this.lookAtAll(),
      save: (what) => void this.save(what),
      about: () => this.frame.about.show(about(this.shown())),
      help: () => this.frame.help.show(help(this.shown(), (keys) => this.go({ keys }, "display"))),
      close: () => this.close(),
      unfold: () => this.unfold(),
    });
    fill(place, this.frame.element);
    this.wear();
    // The canvas measures its place: that is smaller where the panel will be open.
    const { classList } = this.frame.element;
    classList.toggle("with-panel", this.state.selected.length > 0 || this.state.path !== null);
    // On a phone the picture comes first; its style says what a folded panel is.
    classList.add("peek");
    this.canvas = makeCanvas(this.frame.stage, picture, this.events(), this.dark(), network);
  }

  /** Turns a picture that lies on its side upright where the screen is tall; says whether it did. */
  private turn(picture: Picture): boolean {
    const { nodes, page } = picture;
    if (page.diagram || innerHeight < innerWidth * 1.2) return false;
    [nodes.x, nodes.y] = [nodes.y, nodes.x];
    return true;
  }

  /** The address says where the camera stands as if the picture had not been turned: it may be opened elsewhere. */
  private asTurned(state: State): State {
    const { camera } = state;
    return this.turned && camera ? { ...state, camera: { ...camera, x: camera.y, y: camera.x } } : state;
  }

  /** Shows the picture, and what needs its reasons as soon as those are read. */
  async begin(): Promise<void> {
    watchPopovers();
    this.watch();
    // A page opens where it is to be: nothing glides there.
    this.canvas.motion(false, false);
    this.render(null);
    this.place();
    await this.canvas.drawn;
    document.documentElement.dataset["drawn"] = "yes";
    const reasons = await whenIdle<Reasons>("reasons");
    if (reasons) this.model.learn(reasons);
    this.render(null);
    if (this.state.language !== this.model.picture.page.language) this.canvas.relabel(this.model.names.drawn());
    // What an edge goes through is found only now, and a focus may have lost some of its surroundings to the filters.
    if (!this.touched && (!isOpen(this.state.filters) || this.node() < 0)) this.place();
    this.canvas.motion(this.moves(), this.state.motion === "on");
    document.documentElement.dataset["ready"] = "yes";
    // The search needs all names folded; now there is time, and the first letter typed will not wait for it.
    setTimeout(() => this.model.nameIndex, 200);
  }

  /** Puts the picture where the address says, or else where what is selected is in sight. */
  private place(): void {
    const { camera, focus, path: ends, selected } = this.state;
    if (camera) return this.canvas.setCamera(camera);
    // A large network is drawn once, as it is: there, little lies under the legend, and to draw takes long.
    if (focus || ends || selected.length || this.model.nodes <= SMALL) this.lookAtState();
  }

  /** Says how much of the picture lies under the legend, the zoom buttons and what stands above. */
  private leaveRoom(): void {
    const { stage, element } = this.frame;
    const all = stage.getBoundingClientRect();
    const rim = Math.min(48, all.width * 0.07);
    const margins = { top: rim, right: rim, bottom: rim, left: rim };
    const box = (name: string) => element.querySelector(`.over > ${name}`)?.getBoundingClientRect();
    const [legend, bar, zooms] = [box(".legend"), box(".around"), box(".zooms")];
    const overlaps = (one: DOMRect | undefined): one is DOMRect => one !== undefined && one.width > 0 && one.top < all.bottom && one.left < all.right;
    if (overlaps(bar)) margins.top = Math.max(rim, bar.bottom - all.top + 30);
    if (overlaps(zooms)) margins.right = Math.max(rim, all.right - zooms.left + 12);
    if (overlaps(legend) && legend.width < all.width / 3) margins.left = Math.max(rim, legend.right - all.left + 20);
    // In a diagram, names stand under what they name, and reach out to both sides.
    if (this.model.picture.page.diagram && all.width > 700) (margins.left += 40), (margins.right += 40);
    this.canvas.leave(margins);
  }

  /** The state that the address asks for, or, where it says nothing, the one the page was made for. */
  private opening(): State {
    const { page } = this.model.picture;
    if (location.hash.length <= 1) return this.made();
    const state = this.asTurned(read(location.hash, this.usual));
    if (!page.languages.includes(state.language)) state.language = page.language;
    return state;
  }

  /** The state that the page was made for. */
  private made(): State {
    const { page, things } = this.model.picture;
    const id = (thing: number) => things.id[thing] ?? "";
    const { focus, steps, path: ends, edge } = page.start;
    const state = { ...this.usual };
    if (focus !== undefined) {
      state.selected = [id(focus)];
      if (steps !== undefined) state.focus = { id: id(focus), steps: Math.max(1, Math.min(3, steps)) };
    }
    if (ends) state.path = [id(ends[0]), id(ends[1])];
    if (edge !== undefined) state.selected = this.model.ends(edge).map(id) as [string, string];
    return state;
  }

  private shown(): Shown {
    const { model, state, sifted, visible } = this;
    return { model, state, sifted, visible, path: this.path, go: (change, kind) => this.go(change, kind) };
  }

  // -- from one state to the next -------------------------------------------------------------------

  private go(change: Partial<State>, kind = ""): void {
    const before = this.state;
    this.state = { ...before, ...change };
    if (kind !== "display" && kind !== "tab") this.history.step(before, kind);
    this.render(before);
  }

  /** To a state of the past; how the page looks and where the picture stands remain. */
  private travel(state: State | null): void {
    if (!state) return;
    const before = this.state;
    const { language, theme, motion, keys, tab, camera } = before;
    this.state = { ...state, language, theme, motion, keys, tab, camera };
    this.render(before);
    this.frame.say(countWords(this.shown()));
  }

  private reset(): void {
    const { language, theme, motion, keys, tab } = this.state;
    this.go({ ...this.made(), language, theme, motion, keys, tab });
    this.lookAtState();
    this.touched = false;
    this.frame.say(`Reset. ${countWords(this.shown())}`);
  }

  private choose(thing: number): void {
    this.go({ selected: [this.model.id(thing)] });
    this.lookAtState();
    this.toHeading();
  }

  private close(): void {
    const inside = this.frame.panel.element.contains(document.activeElement);
    if (this.state.selected.length) this.go({ selected: [] });
    else if (this.state.path) this.go({ path: null });
    if (inside) (this.state.tab === "list" ? this.frame.list.element.querySelector<HTMLElement>("button") : this.frame.stage)?.focus();
  }

  private escape(): void {
    if (closePopover()) return;
    if (this.frame.drawer()) return void this.frame.drawer(false);
    if (this.state.selected.length || this.state.path) return this.close();
    if (this.state.focus) this.go({ focus: null });
  }

  private node(): number {
    const [id, second] = this.state.selected;
    const thing = id !== undefined && second === undefined ? this.model.thing(id) : -1;
    return thing < this.model.nodes ? thing : -1;
  }

  // -- showing it ------------------------------------------------------------------------------------

  private render(before: State | null): void {
    const { model, state } = this;
    const within = this.frame.panel.element.contains(document.activeElement);
    if (state.language !== model.names.language) {
      model.names.speak(state.language);
      this.canvas.relabel(model.names.drawn());
    }
    const stands = this.sieve(before);
    this.path = this.findPath();
    const { selected } = state;
    const changed = !before || stands || before.filters !== state.filters || before.selected !== selected || before.path !== state.path || before.language !== state.language || before.focus !== state.focus;
    const shown = this.shown();
    if (changed) {
      if (stands) this.canvas.show(this.visible);
      // Canvases begin with everything shown and nothing emphasised.
      if (before || state.selected.length || this.path) this.canvas.emphasise(...this.emphasis());
      const some = this.frame.panel.update(shown);
      if (before && before.selected !== selected) this.frame.element.classList.remove("peek");
      this.openPanel(some);
      if (within && some) this.toHeading();
      if (before && before.selected !== selected) this.frame.panel.element.scrollTop = 0;
    }
    this.frame.update(shown, this.history, countWords(shown));
    this.frame.filters.update(shown);
    this.frame.legend.update(shown);
    this.frame.list.update(shown);
    if (!before || before.theme !== state.theme) this.wear();
    if (before && before.theme !== state.theme) this.canvas.theme(this.dark());
    if (before && before.motion !== state.motion) this.canvas.motion(this.moves(), state.motion === "on");
    if (before && (before.focus !== state.focus || before.path !== state.path)) this.lookAtState();
    this.remember();
  }

  /** Shows in full what a phone opens with folded to one line. */
  private unfold(): void {
    this.frame.element.classList.remove("peek");
    this.toHeading();
    this.lookAtState();
  }

  /** Opens or closes the panel; after a click on the picture only when a second click would no longer make it a double one. */
  private openPanel(open: boolean): void {
    const { panel, element } = this.frame;
    clearTimeout(this.panelTimer);
    const put = () => {
      panel.element.hidden = !open;
      element.classList.toggle("with-panel", open);
    };
    const wait = this.clickedAt + DOUBLE - performance.now();
    if (!open || !panel.element.hidden || wait <= 0) return put();
    this.panelTimer = window.setTimeout(() => {
      put();
      // What was brought into sight for the whole width has to be so again beside the panel.
      if (this.state.focus || this.path) this.lookAtState();
    }, wait);
  }

  /** Finds what stands; returns whether that may have changed. */
  private sieve(before: State | null): boolean {
    const { model, state } = this;
    if (model.why && (this.siftedBy !== state.filters || !this.sifted)) {
      this.sifted = sift(model.why.index, state.filters);
      this.siftedBy = state.filters;
    } else if (before && before.focus === state.focus) return false;
    const base = this.sifted?.visible ?? this.all;
    const centre = state.focus ? model.thing(state.focus.id) : -1;
    const { from, to } = model.picture.edges;
    const now = centre >= 0 && centre < model.nodes ? around(model.adjacent, centre, state.focus!.steps, base, from, to) : base;
    const changed = !same(now, this.visible);
    this.visible = now;
    return changed;
  }

  private findPath(): Path | null {
    const [one, two] = (this.state.path ?? []).map((id) => this.model.thing(id));
    const known = (node: number | undefined): node is number => node !== undefined && node >= 0 && node < this.model.nodes;
    return known(one) && known(two) ? path(this.model.adjacent, one, two, this.visible) : null;
  }

  private emphasis(): [Emphasis | null, { nodes: number[]; edge: number | null }] {
    const { model, state, visible } = this;
    const things = state.selected.map((id) => model.thing(id));
    const way = this.path ? { nodes: new Set(this.path.nodes), edges: new Set(this.path.edges) } : null;
    const ends = this.path ? [this.path.nodes[0]!, this.path.nodes.at(-1)!] : [];
    const [one, two] = things;
    if (one === undefined || one < 0) return [way, { nodes: ends, edge: null }];
    if (two !== undefined) {
      const edge = model.edge(one, two);
      if (edge < 0) return [way, { nodes: ends, edge: null }];
      const own = { nodes: new Set([one, two]), edges: new Set([edge]) };
      return [way?.edges.has(edge) ? way : own, { nodes: [one, two], edge }];
    }
    const edges = one < model.nodes ? model.edgesOf(one, visible) : this.edgesThrough(one);
    const nodes = new Set(one < model.nodes ? [one] : []);
    for (const edge of edges) for (const end of model.ends(edge)) nodes.add(end);
    return [{ nodes, edges: new Set(edges) }, { nodes: one < model.nodes ? [one] : [], edge: null }];
  }

  private edgesThrough(thing: number): number[] {
    const occasion = this.model.occasionOf(thing);
    if (occasion < 0 || !this.sifted) return [];
    const ties = list(this.model.why!.tiesOf, occasion).filter((tie) => this.sifted!.ties[tie]);
    return [...ties].map((tie) => this.model.why!.ties.edge[tie]!).filter((edge) => this.visible.edges[edge]);
  }

  /** Brings what is selected, or around the focus, or on the path, into sight. */
  private lookAtState(): void {
    const { state, model } = this;
    this.leaveRoom();
    if (state.focus) return this.canvas.look([...this.visible.nodes.keys()].filter((node) => this.visible.nodes[node]));
    if (this.path && !state.selected.length) return this.canvas.look(this.path.nodes);
    const [emphasis] = this.emphasis();
    const node = this.node();
    if (node >= 0) {
      const near = model.edgesOf(node, this.visible).slice(0, 12).map((edge) => model.other(edge, node));
      this.canvas.look([node, ...near]);
    } else if (emphasis && state.selected.length) this.canvas.look([...emphasis.nodes]);
    else if (!state.selected.length && !state.path) this.canvas.look(null);
  }

  private lookAtAll(): void {
    this.leaveRoom();
    this.canvas.look(null);
  }

  private toHeading(): void {
    this.frame.panel.element.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
  }

  private dark(): boolean {
    return this.state.theme === "dark" || (this.state.theme === "auto" && this.systemDark.matches);
  }

  private moves(): boolean {
    return this.state.motion === "on" || (this.state.motion === "auto" && !this.systemStill.matches);
  }

  private wear(): void {
    document.documentElement.dataset["theme"] = this.state.theme;
  }

  // -- the address -----------------------------------------------------------------------------------

  private remember(): void {
    const words = written(this.asTurned(this.state), this.usual);
    // An empty address opens the page as it was made; "all" says that everything is shown where that is something else.
    const hash = words === written(this.made(), this.usual) ? "" : words || "all";
    if (hash === location.hash.replace(/^#/, "")) return;
    this.ownHash = hash;
    try {
      history.replaceState(null, "", hash ? `#${hash}` : location.href.replace(/#.*$/, ""));
    } catch {
      // In a frame without an address of its own there is nothing to keep the state in.
    }
  }

  private watch(): void {
    addEventListener("hashchange", () => {
      if (location.hash.replace(/^#/, "") === this.ownHash) return;
      const before = this.state;
      this.state = this.opening();
      this.history.step(before, "");
      this.render(before);
      if (this.state.camera) this.canvas.setCamera(this.state.camera);
    });
    this.systemDark.addEventListener("change", () => this.canvas.theme(this.dark()));
    addEventListener("beforeprint", () => {
      this.canvas.theme(false);
      fill(this.frame.paper, printed(this.shown()));
    });
    addEventListener("afterprint", () => {
      this.canvas.theme(this.dark());
      fill(this.frame.paper);
    });
    this.systemStill.addEventListener("change", () => this.canvas.motion(this.moves(), this.state.motion === "on"));
    for (const kind of ["pointerdown", "wheel", "keydown"] as const) {
      this.frame.element.addEventListener(kind, () => (this.touched = true), { capture: true, passive: true });
    }
    watchKeys(this.frame.stage, {
      state: () => this.state,
      search: () => this.frame.search.input.focus(),
      escape: () => this.escape(),
      path: () => document.getElementById("path-to")?.focus(),
      around: (steps) => this.node() >= 0 && this.go({ focus: { id: this.model.id(this.node()), steps } }),
      zoom: (factor) => this.canvas.zoom(factor),
      whole: () => this.lookAtAll(),
      undo: () => this.travel(this.history.undo(this.state)),
      redo: () => this.travel(this.history.redo(this.state)),
      reset: () => this.reset(),
      dark: () => this.go({ theme: this.dark() ? "light" : "dark" }, "display"),
      about: () => this.frame.about.show(about(this.shown())),
      help: () => this.frame.help.show(help(this.shown(), (keys) => this.go({ keys }, "display"))),
      tab: () => this.go({ tab: this.state.tab === "list" ? "picture" : "list" }, "tab"),
      pan: (right, down) => this.pan(right, down),
    });
  }

  private pan(right: number, down: number): void {
    const { x, y } = this.model.picture.nodes;
    const reach = (column: number[]) => column.reduce((most, one) => Math.max(most, one), -Infinity) - column.reduce((least, one) => Math.min(least, one), Infinity);
    const camera = this.canvas.camera();
    const step = (0.12 * Math.max(reach(x), reach(y), 1)) / camera.zoom;
    this.canvas.setCamera({ ...camera, x: camera.x + right * step, y: camera.y + down * step });
  }

  private events(): CanvasEvents {
    return {
      node: (index, add) => {
        this.clickedAt = performance.now();
        const one = this.node();
        if (add && one >= 0 && one !== index) return this.go({ path: [this.model.id(one), this.model.id(index)], selected: [] });
        this.go({ selected: [this.model.id(index)] });
        this.frame.say(`${this.model.names.of(index)}. Details beside.`);
      },
      edge: (index) => {
        this.clickedAt = performance.now();
        const [from, to] = this.model.ends(index);
        this.go({ selected: [this.model.id(from), this.model.id(to)] });
        this.frame.say(`${this.model.names.of(from)} and ${this.model.names.of(to)}. Details beside.`);
      },
      focus: (index) =>
        this.go({ selected: [this.model.id(index)], focus: { id: this.model.id(index), steps: this.state.focus?.steps ?? 1 } }),
      ground: () => this.state.selected.length && this.go({ selected: [] }),
      camera: (camera) => this.noteCamera(camera),
    };
  }

  private noteCamera(camera: Camera): void {
    clearTimeout(this.cameraTimer);
    this.cameraTimer = window.setTimeout(() => {
      if (!this.touched) return;
      this.state = { ...this.state, camera };
      this.remember();
    }, 300);
  }

  // -- files -----------------------------------------------------------------------------------------

  private async save(what: Saving): Promise<void> {
    const shown = this.shown();
    const file = `fashion-kg-${this.model.picture.page.view}`;
    const ground = getComputedStyle(document.body).backgroundColor;
    const dark = this.dark();
    try {
      if (what === "png") download(`${file}.png`, await this.canvas.png(ground));
      else if (what === "svg") download(`${file}.svg`, drawing(shown, this.canvas.positions(), dark, countWords(shown)), "image/svg+xml");
      else if (what === "ties") download(`${file}-ties.csv`, tiesTable(shown), "text/csv");
      else if (what === "names") download(`${file}-names.csv`, namesTable(shown), "text/csv");
      else download(`${file}.gexf`, gexf(shown, this.canvas.positions()), "application/gexf+xml");
      this.frame.say("Saved.");
    } catch (error) {
      this.frame.warn(`It could not be saved: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

