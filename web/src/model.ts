/** A page's data, with what is found from one thing to another. */
import type { Evidence, Picture, Reasons, Visible } from "./format.ts";
import { block } from "./blocks.ts";
import { index, type Index, type Sifted } from "./filters.ts";
import { list, lists, rowsBy, several, turned, type Lists } from "./lists.ts";
import { Names } from "./names.ts";
import { adjacency, type Adjacency, type Path } from "./paths.ts";
import { indexNames, type NameIndex } from "./search.ts";
import type { State } from "./state.ts";

/** What stands in `reasons`, and what leads to it. */
export interface Why extends Reasons {
  index: Index;
  /** Ties of each occasion. */
  tiesOf: Lists;
  /** Which statements and edges are disputed. */
  disputed: Set<number>;
}

/** What stands in `evidence`, and what leads to it. */
export interface Words extends Evidence {
  /** Places of each statement, statements of each thing. */
  placesOf: Lists;
  statementsOf: Lists;
  disputed: Set<number>;
}

export class Model {
  readonly nodes: number;
  readonly edges: number;
  readonly names: Names;
  readonly disputedNodes: Set<number>;
  readonly disputedEdges: Set<number>;
  why: Why | null = null;
  words: Words | null = null;
  private reading: Promise<Words | null> | null = null;
  private neighbours: Adjacency | null = null;
  private known: NameIndex | null = null;
  private readonly byId = new Map<string, number>();

  constructor(
    readonly picture: Picture,
    private readonly readEvidence: () => Promise<Evidence | null> = () => block<Evidence>("evidence"),
  ) {
    this.nodes = picture.nodes.x.length;
    this.edges = picture.edges.from.length;
    this.names = new Names(picture, picture.page.language);
    this.disputedNodes = new Set(picture.nodes.disputed);
    this.disputedEdges = new Set(picture.edges.disputed);
    picture.things.id.forEach((id, thing) => this.byId.set(id, thing));
  }

  /** Who is beside whom; found when somebody first asks, for the first frame does not. */
  get adjacent(): Adjacency {
    this.neighbours ??= adjacency(this.nodes, this.picture.edges.from, this.picture.edges.to);
    return this.neighbours;
  }

  /** All names, for the search; folded when somebody first asks. */
  get nameIndex(): NameIndex {
    this.known ??= indexNames(this.picture, this.names);
    return this.known;
  }

  learn(reasons: Reasons): void {
    this.names.learn(reasons);
    this.why = {
      ...reasons,
      index: index(this.picture, reasons),
      tiesOf: rowsBy(reasons.ties.occasion, reasons.occasions.thing.length),
      disputed: new Set(reasons.statements.disputed),
    };
  }

  /** The words of statements, read once, when somebody asks. */
  evidence(): Promise<Words | null> {
    this.reading ??= this.readEvidence().then((evidence) => {
      if (!evidence) return null;
      const { statements, places } = evidence;
      this.words = {
        ...evidence,
        placesOf: rowsBy(places.statement, statements.id.length),
        statementsOf: turned(lists(statements.things), this.picture.things.id.length),
        disputed: new Set(statements.disputed),
      };
      return this.words;
    });
    return this.reading;
  }

  thing(id: string): number {
    return this.byId.get(id) ?? -1;
  }

  /** Whether it holds the roles that its ties name; others are only tied by them. */
  acts(thing: number): boolean {
    return this.picture.kinds[this.picture.things.kind[thing]!]?.acts ?? false;
  }

  id(thing: number): string {
    return this.picture.things.id[thing] ?? "";
  }

  /** The edge between two nodes, in this order or, where edges have no direction, in either; -1 if there is none. */
  edge(one: number, two: number): number {
    const { start, node, edge } = this.adjacent;
    if (one < 0 || two < 0 || one >= this.nodes) return -1;
    let other = -1;
    for (let at = start[one]!; at < start[one + 1]!; at++) {
      if (node[at] !== two) continue;
      if (this.picture.edges.from[edge[at]!] === one) return edge[at]!;
      other = edge[at]!;
    }
    return this.picture.page.projection?.directed ? -1 : other;
  }

  ends(edge: number): [number, number] {
    return [this.picture.edges.from[edge]!, this.picture.edges.to[edge]!];
  }

  other(edge: number, node: number): number {
    const [from, to] = this.ends(edge);
    return from === node ? to : from;
  }

  /** The edges of a node that are visible, the heaviest first. */
  edgesOf(node: number, visible: Visible): number[] {
    const { start, edge } = this.adjacent;
    const found = new Set<number>();
    for (let at = start[node]!; at < start[node + 1]!; at++) if (visible.edges[edge[at]!]) found.add(edge[at]!);
    return [...found].sort((one, two) => visible.weights[two]! - visible.weights[one]! || this.other(one, node) - this.other(two, node));
  }

  /** The ties of an edge; with `stand` only those that stand. */
  tiesOf(edge: number, stand: Uint8Array | null): number[] {
    if (!this.why) return [];
    const ties = [...list(this.why.index.ties, edge)].filter((tie) => !stand || stand[tie]);
    return ties.sort((one, two) => this.begins(two) - this.begins(one) || one - two);
  }

  private begins(tie: number): number {
    const occasion = this.why!.ties.occasion[tie]!;
    return occasion < 0 ? -Infinity : (this.why!.occasions.from[occasion] ?? -1e9);
  }

  /** The statements that tie a node to what a tie goes through; all of the tie without `node`. */
  statementsOf(tie: number, node?: number): number[] {
    const ties = this.why!.ties;
    const one = several(ties.one[tie]);
    const two = several(ties.two[tie]);
    if (two.length === 0 || node === undefined) return [...new Set([...one, ...two])];
    return this.picture.edges.from[ties.edge[tie]!] === node ? one : two;
  }

  /**
   * The occasion that a tie goes through, if telling it tells anything; else -1. What has no name is the statement
   * itself, and what is an end of the edge has been told.
   */
  through(tie: number): number {
    const { ties, occasions } = this.why!;
    const occasion = ties.occasion[tie]!;
    if (occasion < 0) return -1;
    const thing = occasions.thing[occasion]!;
    return this.names.of(thing) && !this.ends(ties.edge[tie]!).includes(thing) ? occasion : -1;
  }

  /** The occasion that goes by this thing, or -1. */
  occasionOf(thing: number): number {
    return this.why ? this.why.occasions.thing.indexOf(thing) : -1;
  }
}

/** What all parts of a page show at this moment, and how they ask for something else. */
export interface Shown {
  model: Model;
  state: State;
  /** Null until the reasons are read. */
  sifted: Sifted | null;
  /** What the canvas shows: what the filters leave, around the focus if there is one. */
  visible: Visible;
  /** The nodes and edges of the path that is shown, if there is one. */
  path: Path | null;
  go(change: Partial<State>, kind?: string): void;
}

/** Everything, as before the reasons are read. */
export function everything(model: Model): Visible {
  return {
    nodes: new Uint8Array(model.nodes).fill(1),
    edges: new Uint8Array(model.edges).fill(1),
    weights: Float32Array.from(model.picture.edges.weight),
  };
}
