/** Ways between two nodes, and who is near one. */
import type { Visible } from "./format.ts";

/** For each node its neighbours in the order of their indexes, and the edges to them. */
export interface Adjacency {
  start: Int32Array;
  node: Int32Array;
  edge: Int32Array;
}

export function adjacency(nodes: number, from: ArrayLike<number>, to: ArrayLike<number>): Adjacency {
  const start = new Int32Array(nodes + 1);
  for (let edge = 0; edge < from.length; edge++) {
    start[from[edge]! + 1]!++;
    start[to[edge]! + 1]!++;
  }
  for (let node = 0; node < nodes; node++) start[node + 1]! += start[node]!;
  // Handing each node to its neighbours in the order of nodes leaves every list sorted, without a sort.
  const first = fill(start, from, to);
  const sorted = { start, node: new Int32Array(first.node.length), edge: new Int32Array(first.node.length) };
  const next = start.slice();
  for (let node = 0; node < nodes; node++) {
    for (let at = start[node]!; at < start[node + 1]!; at++) {
      const place = next[first.node[at]!]!++;
      sorted.node[place] = node;
      sorted.edge[place] = first.edge[at]!;
    }
  }
  return sorted;
}

function fill(start: Int32Array, from: ArrayLike<number>, to: ArrayLike<number>) {
  const next = start.slice();
  const node = new Int32Array(2 * from.length);
  const edge = new Int32Array(2 * from.length);
  const put = (here: number, there: number, which: number) => {
    const place = next[here]!++;
    node[place] = there;
    edge[place] = which;
  };
  for (let which = 0; which < from.length; which++) {
    put(from[which]!, to[which]!, which);
    put(to[which]!, from[which]!, which);
  }
  return { node, edge };
}

export interface Path {
  nodes: number[];
  edges: number[];
}

/** Steps from a node to all others over what is visible, -1 where there is no way, up to `most` steps. */
export function distances(adjacent: Adjacency, from: number, visible: Visible | null, most = Infinity): Int32Array {
  const steps = new Int32Array(adjacent.start.length - 1).fill(-1);
  if (visible && !visible.nodes[from]) return steps;
  const queue = new Int32Array(steps.length);
  let end = 1;
  queue[0] = from;
  steps[from] = 0;
  for (let head = 0; head < end; head++) {
    const node = queue[head]!;
    if (steps[node]! >= most) break;
    for (let at = adjacent.start[node]!; at < adjacent.start[node + 1]!; at++) {
      const other = adjacent.node[at]!;
      if (steps[other]! >= 0 || (visible && !(visible.edges[adjacent.edge[at]!] && visible.nodes[other]))) continue;
      steps[other] = steps[node]! + 1;
      queue[end++] = other;
    }
  }
  return steps;
}

/**
 * The shortest way between two nodes over what is visible (over everything, without `visible`), or null. Of
 * several it is the one that goes, from each node, to the neighbour of the smallest index that is one step nearer
 * the goal.
 */
export function path(adjacent: Adjacency, from: number, to: number, visible: Visible | null): Path | null {
  const steps = distances(adjacent, to, visible);
  if (steps[from]! < 0) return null;
  const nodes = [from];
  const edges: number[] = [];
  for (let node = from; node !== to; ) {
    let at = adjacent.start[node]!;
    for (; ; at++) {
      const open = !visible || (visible.edges[adjacent.edge[at]!] === 1 && visible.nodes[adjacent.node[at]!] === 1);
      if (open && steps[adjacent.node[at]!] === steps[node]! - 1) break;
    }
    edges.push(adjacent.edge[at]!);
    node = adjacent.node[at]!;
    nodes.push(node);
  }
  return { nodes, edges };
}

/** What is visible within so many steps of a node, and nothing else. */
export function around(adjacent: Adjacency, node: number, steps: number, visible: Visible, from: ArrayLike<number>, to: ArrayLike<number>): Visible {
  const near = distances(adjacent, node, visible, steps);
  return {
    nodes: Uint8Array.from(near, (distance) => (distance >= 0 ? 1 : 0)),
    edges: visible.edges.map((shown, edge) => (shown && near[from[edge]!]! >= 0 && near[to[edge]!]! >= 0 ? 1 : 0)),
    weights: visible.weights,
  };
}
