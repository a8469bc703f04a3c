// Plain sigma, as its own documentation starts it: the yardstick of pages.py.
import Graph from "graphology";
import Sigma from "sigma";

const graph = new Graph();
graph.import(JSON.parse(document.getElementById("graph")!.textContent!));
new Sigma(graph, document.getElementById("place")!);
