/** Explorer: a network of any size, drawn by the graphics card. */
import { start } from "../app.ts";
import { makeCanvas } from "../canvas-sigma.ts";

start(makeCanvas);
