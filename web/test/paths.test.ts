import assert from "node:assert/strict";
import { test } from "node:test";
import type { Visible } from "../src/format.ts";
import { adjacency, around, distances, path } from "../src/paths.ts";
import { dice } from "./sample.ts";

interface Net {
  nodes: number;
  from: number[];
  to: number[];
  visible: Visible;
}

function randomNet(seed: number): Net {
  const random = dice(seed);
  const nodes = 4 + Math.floor(random() * 8);
  const from: number[] = [];
  const to: number[] = [];
  for (let one = 0; one < nodes; one++) {
    for (let two = one + 1; two < nodes; two++) {
      if (random() < 0.3) {
        from.push(one);
        to.push(two);
      }
    }
  }
  const bytes = (many: number, share: number) => Uint8Array.from({ length: many }, () => (random() < share ? 1 : 0));
  return { nodes, from, to, visible: { nodes: bytes(nodes, 0.9), edges: bytes(from.length, 0.85), weights: new Float32Array(from.length) } };
}

/** All simple paths between two nodes, by trying everything. */
function allPaths(net: Net, start: number, goal: number): number[][] {
  const open = (one: number, two: number) =>
    net.from.some((a, edge) => net.visible.edges[edge] && ((a === one && net.to[edge] === two) || (a === two && net.to[edge] === one)));
  const found: number[][] = [];
  const walk = (way: number[]) => {
    const last = way.at(-1)!;
    if (last === goal) return void found.push(way);
    for (let next = 0; next < net.nodes; next++) if (net.visible.nodes[next] && !way.includes(next) && open(last, next)) walk([...way, next]);
  };
  if (net.visible.nodes[start]) walk([start]);
  return found;
}

test("a path is the shortest and, among equals, the first by index at every step", () => {
  let long = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const net = randomNet(seed);
    const adjacent = adjacency(net.nodes, net.from, net.to);
    const goal = net.nodes - 1;
    const all = allPaths(net, 0, goal);
    const shortest = Math.min(...all.map((way) => way.length));
    // Taking the smallest neighbour that is nearer is taking the first of the shortest in the order of a dictionary.
    const expected = all.filter((way) => way.length === shortest).sort((one, two) => one.map((node, at) => node - two[at]!).find(Boolean) ?? 0)[0];
    const found = path(adjacent, 0, goal, net.visible);
    assert.deepEqual(found?.nodes, expected);
    found?.edges.forEach((edge, at) => assert.deepEqual([net.from[edge], net.to[edge]].sort((one, two) => one! - two!), [found.nodes[at]!, found.nodes[at + 1]!].sort((one, two) => one - two)));
    if (found && found.edges.length > 2) long++;
  }
  assert.ok(long > 10);
});

test("what is hidden is no way, and nothing is a way to itself of no steps", () => {
  const adjacent = adjacency(3, [0, 1], [1, 2]);
  const visible = { nodes: Uint8Array.of(1, 0, 1), edges: Uint8Array.of(1, 1), weights: new Float32Array(2) };
  assert.equal(path(adjacent, 0, 2, visible), null);
  assert.deepEqual(path(adjacent, 0, 2, null), { nodes: [0, 1, 2], edges: [0, 1] });
  assert.deepEqual(path(adjacent, 2, 2, visible), { nodes: [2], edges: [] });
  assert.equal(path(adjacent, 1, 1, visible), null);
});

test("around a node stands what is at most so many steps away, and the edges among it", () => {
  // A line 0-1-2-3, with 1-4 and 4-2 beside it.
  const from = [0, 1, 2, 1, 2];
  const to = [1, 2, 3, 4, 4];
  const adjacent = adjacency(5, from, to);
  const all = { nodes: new Uint8Array(5).fill(1), edges: new Uint8Array(5).fill(1), weights: new Float32Array(5) };
  assert.deepEqual([...around(adjacent, 0, 1, all, from, to).nodes], [1, 1, 0, 0, 0]);
  const two = around(adjacent, 0, 2, all, from, to);
  assert.deepEqual([...two.nodes], [1, 1, 1, 0, 1]);
  assert.deepEqual([...two.edges], [1, 1, 0, 1, 1]);
  assert.deepEqual([...distances(adjacent, 0, null)], [0, 1, 2, 3, 2]);
});
