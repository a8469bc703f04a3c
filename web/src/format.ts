/**
 * The data of a page, as `fashion_kg.views.page_data` writes it and every script here reads it.
 *
 * A page holds its data in up to four blocks, `<script type="application/octet-stream" id="...">`, each the
 * base64 of gzipped JSON, so that no name or phrase ever stands in the markup. They are read one after the
 * other: `picture` is all that the first frame needs; `reasons` is read when the browser has time; `evidence`
 * when somebody asks who says so. `content` is for the pages that show no network.
 *
 * Tables are columns of equal length. An index into a table is a number; -1 says there is none. What is
 * "words" is a text a language, by BCP 47 tag; `words.en` is always there.
 */

export const FORMAT = "fashion-kg-view/1";

/** A text by language tag; "en" is always there, others where the graph has them. */
export type Words = { en: string } & Record<string, string>;

/** One index or several: ties mostly have one statement, and a number is shorter than a list. */
export type Indexes = number | number[];

// -- picture ----------------------------------------------------------------------------------------

export interface Picture {
  format: typeof FORMAT;
  page: Page;
  /** Kinds of things, in the order of the legend. */
  kinds: Kind[];
  /** Groups of roles (and of other ways to be tied), in the order of the filter. */
  groups: Group[];
  /** What somebody does or is in a tie: roles, kinds of ambassador, kinds of product event, properties. */
  roles: Role[];
  things: Things;
  nodes: Nodes;
  edges: Edges;
}

export interface Page {
  /** Name of the view: "relationships", "explorer", "timeline" ... */
  view: string;
  title: Words;
  /** What is shown, in one sentence. */
  summary: string;
  /** How many of the statements shown are accepted, in a sentence; "" where all are. */
  reviewed: string;
  /** BCP 47 tags that names are available in; "en" first. */
  languages: string[];
  language: string;
  /** The command that makes this page. */
  command: string;
  /** The version of fashion-kg. */
  program: string;
  /** SHA-256, shortened, of the graph that the page was made from: pages of one build have the same. */
  build: string;
  licence: { label: string; url: string };
  /** How much the whole graph holds, in words, for "about this page". */
  graph: string;
  /** The projection: what an edge means, and what its weight counts. Absent where there is no network. */
  projection?: { name: string; meaning: string; weight: string; counted: "groups" | "members"; directed: boolean };
  /** Filters that the graph was cut by before this page was made, one sentence each. */
  filters: string[];
  /** What was left out and why, one sentence each. */
  leftOut: string[];
  /** What to show when the page opens and its address says nothing. */
  start: { focus?: number; steps?: number; path?: [number, number]; edge?: number };
  /** Whether it is a diagram to read from left to right, which a tall screen must not turn. */
  diagram?: boolean;
}

export interface Kind {
  /** Local name of the class, such as "Person". */
  id: string;
  label: Words;
  plural: Words;
  /** Whether such things hold the roles that their ties name, rather than being what others hold them for. */
  acts: boolean;
  shape: Shape;
  /** Colours on light and on dark ground, "#rrggbb". */
  light: string;
  dark: string;
}

export type Shape = "circle" | "square" | "diamond" | "triangle" | "triangle-down" | "hexagon" | "star" | "cross" | "ring" | "bar";

export interface Group {
  id: string;
  label: Words;
  light: string;
  dark: string;
}

export interface Role {
  id: string;
  label: Words;
  /** Index into `groups`. */
  group: number;
}

/**
 * Everything with a name. The first `nodes.x.length` things are the nodes, sorted by id, so that "the smaller
 * index" and "the smaller address" mean the same wherever a tie is broken; those that edges go through, their
 * brands and their seasons follow.
 */
export interface Things {
  /** Path under https://w3id.org/fashion-kg/, such as "person/kate-moss"; or a whole IRI. Sorted among nodes. */
  id: string[];
  /** Index into `kinds`. */
  kind: number[];
  /** The name in English, or in whatever language there is. */
  label: string[];
}

export interface Nodes {
  /** To the right and downwards, in any unit. */
  x: number[];
  y: number[];
  /** Radius, from how much there is about it; about 3 to 30. A canvas draws all smaller where there are many. */
  size: number[];
  /** Measures by name, such as "degree": a number or null a node. `what` says how to read each. */
  measures: Record<string, (number | null)[]>;
  measureNotes: Record<string, string>;
  /** Nodes with a statement that another one conflicts with. */
  disputed: number[];
}

export interface Edges {
  /** Indexes of nodes; undirected edges have the smaller first. Sorted by from, then to. */
  from: number[];
  to: number[];
  /** The number of different things that the edge goes through, or of statements where it goes through none. */
  weight: number[];
  /** Edges with a statement that another one conflicts with. */
  disputed: number[];
}

// -- reasons ----------------------------------------------------------------------------------------

export interface Reasons {
  ties: Ties;
  own: Own;
  statements: Statements;
  occasions: Occasions;
  sources: Source[];
  /** Names in other languages than the default: by language tag, then by index of the thing. */
  labels: Record<string, Record<string, string>>;
  /** Other names, misspellings and names as printed, by index of the thing. */
  aliases: Record<string, string[]>;
}

/**
 * Why an edge is there: one row for each edge and each thing it goes through. A tie stands as long as its
 * occasion passes the filters and at least one statement of `one` does, and of `two` where there is one;
 * statements that all credit groups and are the same on both sides say who belongs to a group, and tie nobody;
 * an edge's weight is the number of different occasions among its ties that stand (of its ties, where
 * occasion is -1).
 */
export interface Ties {
  edge: number[];
  /** Index into `occasions`, or -1. */
  occasion: number[];
  /** Statements that tie the edge's `from` end (or both ends) to the occasion. */
  one: Indexes[];
  /** Statements that tie the `to` end to it; [] where `one` speaks of both. */
  two: Indexes[];
}

/**
 * Why a node is there by itself: one row for each node and occasion in which it has its own part, shared or not. A node
 * stays as long as one of its rows passes the filters, even alone; with a least weight over 1 only its edges keep it.
 */
export interface Own {
  node: number[];
  /** Index into `occasions`, or -1. */
  occasion: number[];
  statements: Indexes[];
}

/** Statements that ties need; their words are in `evidence`, under the same index. */
export interface Statements {
  /** Index into `roles`, or -1. */
  role: number[];
  /** 0 proposed, 1 unreviewed, 2 accepted. */
  review: number[];
  /** Indexes into `sources`. */
  sources: Indexes[];
  /** Index into `occasions` of what dates it, where a tie joins statements of several; else -1. */
  occasion: number[];
  /** Whether it credits a group, which counts by its members here. */
  byGroup: (0 | 1)[];
  disputed: number[];
}

/** What edges go through: mostly campaigns. */
export interface Occasions {
  /** Whether it is several at once, which filters ask one by one, by way of statements. */
  several: (0 | 1)[];
  /** Index into `things`. */
  thing: number[];
  /** Indexes into `things`. */
  brands: Indexes[];
  seasons: Indexes[];
  /** First and last day as days since 1970-01-01, or null: as dated by a source, else as first reported. */
  from: (number | null)[];
  to: (number | null)[];
  /** Whether the days are those of the first report, because no source dates it. */
  reported: (0 | 1)[];
}

export interface Source {
  id: string;
  label: string;
  kind: string;
  outlet: string | null;
  title: string | null;
  /** As printed in the sheet: "2024-04-11", "2024-04" or "2024"; null if unknown. */
  date: string | null;
  /** https or http address, or null. */
  url: string | null;
  language: string;
  wave: string;
  /** 0 proposed, 1 unreviewed, 2 accepted. */
  review: number;
}

// -- evidence ---------------------------------------------------------------------------------------

/** The words of statements: first those of `reasons.statements`, in the same order, then others. */
export interface Evidence {
  statements: {
    /** Path under https://w3id.org/fashion-kg/. */
    id: string[];
    /** The kind of statement in words. */
    kind: string[];
    /** What it says, in words. */
    sentence: string[];
    rank: ("preferred" | "normal" | "deprecated")[];
    /** Why its rank is not normal; "" where it is. */
    reason: string[];
    review: number[];
    disputed: number[];
    /** Indexes of the things that it mentions. */
    things: Indexes[];
  };
  places: {
    /** Index into `statements`. Sorted by it. */
    statement: number[];
    /** Index into `reasons.sources`. */
    source: number[];
    part: string[];
    /** In a table, the row. */
    paragraph: number[];
    /** Heading of the column, where the source is a table; else empty. */
    column: string[];
    phrase: string[];
    creditText: string[];
    dateText: string[];
  };
}

// -- the state of a page, as its address keeps it ---------------------------------------------------

/** Filters: what is ticked off. An empty list lets everything pass. */
export interface Filters {
  /** Ids of kinds that are not shown. */
  kinds: string[];
  /** Ids of role groups that do not count. */
  groups: string[];
  /** Ids of brands and seasons: only occasions of one of them count. */
  brands: string[];
  seasons: string[];
  /** Ids of sources that are left out. */
  sources: string[];
  /** Years; null is open. */
  from: number | null;
  to: number | null;
  /** Only statements reviewed at least so: 0 anything, 1 unreviewed, 2 accepted. */
  review: number;
  /** Smallest weight of an edge. */
  weight: number;
}

// -- what a page draws with -------------------------------------------------------------------------

/** What is visible: one byte a node and an edge, and the weight that is left of each edge. */
export interface Visible {
  nodes: Uint8Array;
  edges: Uint8Array;
  weights: Float32Array;
}

/** What is emphasised: others are drawn faintly. null emphasises nothing, and nothing is faint. */
export interface Emphasis {
  nodes: Set<number>;
  edges: Set<number>;
}

export interface Camera {
  /** Centre in the layout's coordinates, and zoom: 1 shows everything. */
  x: number;
  y: number;
  zoom: number;
}

export interface CanvasEvents {
  /** A click on a node; `add` with Shift or Ctrl, or a long touch: the second end of a path. */
  node(index: number, add: boolean): void;
  edge(index: number): void;
  /** A double click on a node. */
  focus(index: number): void;
  ground(): void;
  camera(camera: Camera): void;
}

/** What a drawing library does for a page. relationships has vis-network's, explorer sigma's. */
/** How much of each side something else lies over, in CSS pixels. */
export interface Margins {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export interface Canvas {
  /** Resolves when the first frame is drawn. */
  readonly drawn: Promise<void>;
  show(visible: Visible): void;
  emphasise(emphasis: Emphasis | null, selected: { nodes: number[]; edge: number | null }): void;
  /** Names to draw, by node. */
  relabel(labels: string[]): void;
  theme(dark: boolean): void;
  /** Whether camera moves glide, and whether the network settles by physics where the library can: only who asks for that loses the layout. */
  motion(glides: boolean, settles: boolean): void;
  /** Says what lies over the rim of the picture: what is looked at keeps clear of it. */
  leave(margins: Margins): void;
  /** Shows these nodes, or everything. */
  look(nodes: number[] | null): void;
  camera(): Camera;
  setCamera(camera: Camera): void;
  zoom(factor: number): void;
  /** Where the nodes are now, in the layout's coordinates: people may have dragged them. */
  positions(): { x: ArrayLike<number>; y: ArrayLike<number> };
  /** The picture as it is now, on a ground of this colour. */
  png(ground: string): Promise<Blob>;
}

/** `network` is the block of that name, where the page has one. */
export type MakeCanvas = (
  place: HTMLElement,
  picture: Picture,
  events: CanvasEvents,
  dark: boolean,
  network: VisNetwork | null,
) => Canvas;

/** The block `network` of a relationships page: nodes, edges and options as pyvis writes them for vis-network. */
export interface VisNetwork {
  /** `id` is the index of the node. */
  nodes: ({ id: number } & Record<string, unknown>)[];
  /** `id` is the index of the edge. */
  edges: ({ id: number; from: number; to: number } & Record<string, unknown>)[];
  options: Record<string, unknown>;
}
