/** Relationships: a network of a few thousand names at most, drawn by vis-network. */
import { start } from "../app.ts";
import { makeCanvas } from "../canvas-vis.ts";

start(makeCanvas);
