import { start } from "../app.ts";
import { makeCanvas } from "../canvas-sigma.ts";

start(makeCanvas);
