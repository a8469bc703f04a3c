// Builds the pages' scripts and style into the Python package.
//   node build.mjs           writes them, and their SHA-256
//   node build.mjs --check   says whether what is committed is what the sources give
//   node build.mjs --test    bundles test/*.test.ts into a temporary folder and runs them with node --test
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "fashion_kg", "views", "built");
const sums = "SHA256SUMS";

const common = {
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022"],
  charset: "utf8",
  legalComments: "inline",
  logLevel: "warning",
  absWorkingDir: here,
};

/** Every file that the package holds, by name. An entry is a file of src/entries. */
async function files() {
  const entries = readdirSync(join(here, "src", "entries")).sort();
  const result = await build({
    ...common,
    entryPoints: entries.map((entry) => `src/entries/${entry}`),
    outdir: "out",
    write: false,
  });
  const built = result.outputFiles.map((file) => [file.path.split(/[\\/]/).pop(), Buffer.from(file.contents)]);
  built.sort(([one], [two]) => (one < two ? -1 : 1));
  const lines = built.map(([name, body]) => `${createHash("sha256").update(body).digest("hex")}  ${name}\n`);
  return [...built, [sums, Buffer.from(lines.join(""))]];
}

async function test() {
  const folder = mkdtempSync(join(tmpdir(), "fashion-kg-pages-"));
  try {
    const names = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts"));
    await build({
      ...common,
      minify: false,
      format: "esm",
      platform: "node",
      sourcemap: "inline",
      entryPoints: names.map((name) => `test/${name}`),
      outdir: folder,
      outExtension: { ".js": ".mjs" },
    });
    const made = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
    // Files and not the folder: what Node makes of a folder differs from version to version.
    const done = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...made.map((name) => join(folder, name))], { stdio: "inherit" });
    return done.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv.includes("--test")) {
  process.exitCode = await test();
} else if (process.argv.includes("--check")) {
  const stale = (await files()).filter(([name, body]) => {
    try {
      return !readFileSync(join(target, name)).equals(body);
    } catch {
      return true;
    }
  });
  for (const [name] of stale) console.error(`views/built/${name} is not what web/ gives. Run: make pages`);
  process.exitCode = stale.length ? 1 : 0;
} else {
  for (const [name, body] of await files()) {
    writeFileSync(join(target, name), body);
    console.log(`${name}  ${body.length} bytes`);
  }
}
