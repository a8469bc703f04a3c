import { start } from "../app.ts";
import { makeCanvas } from "../canvas-vis.ts";

start(makeCanvas);
