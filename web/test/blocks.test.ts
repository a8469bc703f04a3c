import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { test } from "node:test";
import { BlockError, unpack } from "../src/blocks.ts";
import { HOSTILE } from "./page.ts";

const packed = (what: unknown) => gzipSync(JSON.stringify(what)).toString("base64");

test("a block gives back what was packed", async () => {
  const names = HOSTILE.filter((one) => !one.includes("\ud800"));
  assert.deepEqual(await unpack(`\n${packed({ names })}\n`), { names });
});

test("a damaged block says so", async () => {
  const whole = packed({ some: "thing" });
  for (const damaged of ["", "%%%", whole.slice(0, -12), btoa("not gzip"), gzipSync("{").toString("base64")]) {
    await assert.rejects(unpack(damaged), (error: Error) => error instanceof BlockError && /damaged/.test(error.message));
  }
});

test("a browser that cannot unpack is told which can", async () => {
  const own = globalThis.DecompressionStream;
  Reflect.deleteProperty(globalThis, "DecompressionStream");
  try {
    await assert.rejects(unpack(packed(1)), /Safari 16\.4/);
  } finally {
    globalThis.DecompressionStream = own;
  }
});
