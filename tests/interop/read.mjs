// Reads one file with a JavaScript library and prints what it says:
//   node read.mjs SYNTAX FILE BASE
// First a line with the library's own count, then N-Quads, or for a network one JSON array a line.
import { readFileSync } from "node:fs";

const [syntax, file, baseIRI] = process.argv.slice(2);
const text = readFileSync(file, "utf8");

async function n3(format) {
  const { Parser, Store, Writer } = await import("n3");
  const store = new Store(new Parser({ format, baseIRI }).parse(text));
  return [store.size, new Writer({ format: "application/n-quads" }).quadsToString([...store])];
}

async function jsonld() {
  const { default: processor } = await import("jsonld");
  const documentLoader = (url) => {
    throw new Error(`the file sends its readers to ${url}`);
  };
  // Safe: what would be dropped silently is an error.
  const options = { base: baseIRI, documentLoader, safe: true };
  const document = JSON.parse(text);
  const quads = await processor.toRDF(document, options);
  return [quads.length, await processor.toRDF(document, { ...options, format: "application/n-quads" })];
}

async function network(library) {
  const { default: Graph } = await import("graphology");
  const { default: format } = await import(library);
  const graph = format.parse(Graph, text);
  const lines = [
    ...graph.mapNodes((node, { label, kind }) => ["node", node, label, kind]),
    ...graph.mapEdges((_, { property }, source, target) => ["edge", source, property, target]),
  ];
  return [graph.order + graph.size, lines.map((line) => JSON.stringify(line)).join("\n")];
}

const readers = {
  turtle: () => n3("text/turtle"),
  ntriples: () => n3("application/n-triples"),
  nquads: () => n3("application/n-quads"),
  trig: () => n3("application/trig"),
  jsonld,
  gexf: () => network("graphology-gexf"),
  graphml: () => network("graphology-graphml"),
};
const [count, lines] = await readers[syntax]();
process.stdout.write(`${count}\n${lines}`);
