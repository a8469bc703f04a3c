"""Measures pages in one Chromium: first drawn frame, frames a second while panning, size of the file.

    python benchmarks/pages.py [--sizes 100 1000 5000 20000 50000] [--limit 150] [--repeats 3] [--keep FOLDER]

Beside our two pages stand plain pyvis and plain sigma with the same networks. Only the ratios within a run
mean something. How each number is taken: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from made_up_blocks import evidence, picture, reasons, vis_network
from networks import Network, network
from playwright.sync_api import Browser, Page, sync_playwright

from fashion_kg.views._page import page

HERE = Path(__file__).resolve().parent
EDGES = {100: 300, 1_000: 3_000, 5_000: 15_000, 20_000: 60_000, 50_000: 250_000}
PHYSICS, STILL, OURS_VIS = "plain pyvis", "plain pyvis, positions given", "relationships"
SIGMA, OURS_SIGMA = "plain sigma, positions given", "explorer"
UP_TO = {PHYSICS: 5_000, STILL: 5_000, OURS_VIS: 5_000, SIGMA: 50_000, OURS_SIGMA: 50_000}
FROM = {SIGMA: 1_000, OURS_SIGMA: 1_000}
YARDSTICK = {STILL: PHYSICS, OURS_VIS: PHYSICS, OURS_SIGMA: SIGMA}
VIEWPORT = {"width": 1280, "height": 800}
# A renderer in software, the same everywhere, and no request to anywhere.
FLAGS = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]

WATCH = """
(() => {
  // A frame is drawn when half of the nodes have been filled on a 2D canvas, or WebGL has drawn anything,
  // since the last animation frame. `first` is when the renderer has finished the first such frame.
  const watch = (window.watch = { first: null, drawn: 0, ticks: 0, least: 1 });
  let filled = 0;
  let dirty = new Set();
  const wrap = (type, name, seen) => {
    const own = type && type[name];
    if (own) type[name] = function (...given) { seen(this, given); return own.apply(this, given); };
  };
  const paint = (context) => { filled += 1; dirty.add(context); };
  wrap(CanvasRenderingContext2D.prototype, 'fill', paint);
  for (const type of [window.WebGLRenderingContext, window.WebGL2RenderingContext]) {
    if (!type) continue;
    const draw = (context, count) => { if (count > 0) { filled = Infinity; dirty.add(context); } };
    wrap(type.prototype, 'drawArrays', (context, given) => draw(context, given[2]));
    wrap(type.prototype, 'drawElements', (context, given) => draw(context, given[1]));
    wrap(type.prototype, 'drawArraysInstanced', (context, given) => draw(context, given[3]));
    wrap(type.prototype, 'drawElementsInstanced', (context, given) => draw(context, given[4]));
  }
  const tick = () => {
    watch.ticks += 1;
    if (filled >= watch.least) {
      watch.drawn += 1;
      if (watch.first === null) {
        for (const context of dirty) {
          // Reading a pixel waits until the renderer has drawn what was asked of it.
          const pixel = [0, 0, 1, 1];
          if (!context.readPixels) context.getImageData(...pixel);
          else context.readPixels(...pixel, context.RGBA, context.UNSIGNED_BYTE, new Uint8Array(4));
        }
        watch.first = performance.now();
      }
    }
    filled = 0;
    dirty = new Set();
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})();
"""

EMPTY_CORNER = """() => {
  for (const canvas of document.querySelectorAll('canvas')) {
    const { left, right, top, bottom } = canvas.getBoundingClientRect();
    if (right - left < 200) continue;
    for (const y of [bottom - 14, top + 14])
      for (const x of [left + 14, right - 14])
        if (document.elementFromPoint(x, y) instanceof HTMLCanvasElement) return [x, y];
  }
  return null;
}"""


@dataclass
class Numbers:
    """What was measured of one page."""

    megabytes: float
    first: list[float] = field(default_factory=list)
    ticks: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    late: float = 0

    @property
    def seconds(self) -> float | None:
        """The middle time to the first drawn frame; None where it was never drawn."""
        return median(self.first) if self.first else None

    @property
    def frames(self) -> float | None:
        """The middle number of frames a second that reached the screen."""
        return median(self.shown) if self.shown else None


# -- the pages --------------------------------------------------------------------------------------


def pyvis(made: Network, physics: bool) -> str:
    """Return the page of plain pyvis, its libraries in line."""
    from pyvis.network import Network as PyvisNetwork

    plain = PyvisNetwork(height="100vh", width="100%", cdn_resources="in_line")
    for node, (x, y) in enumerate(zip(made.x, made.y, strict=True)):
        place: dict[str, Any] = {} if physics else {"x": x * 60, "y": y * 60}
        plain.add_node(node, label=made.label(node), size=5 + made.degree[node] ** 0.5, **place)
    # Its own way to add an edge looks through all edges.
    plain.edges = [{"from": one, "to": two} for one, two in made.edges]
    if not physics:
        plain.toggle_physics(False)
    return str(plain.generate_html())


def sigma(made: Network, script: str) -> str:
    """Return the page of plain sigma."""
    nodes = [
        {
            "key": str(node),
            "attributes": {
                "x": x,
                "y": y,
                "size": 2 + made.degree[node] ** 0.5 / 3,
                "label": made.label(node),
            },
        }
        for node, (x, y) in enumerate(zip(made.x, made.y, strict=True))
    ]
    edges = [
        {"source": str(one), "target": str(two), "attributes": {"size": weight}}
        for (one, two), weight in zip(made.edges, made.weights, strict=True)
    ]
    graph = json.dumps({"nodes": nodes, "edges": edges})
    return (
        '<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0}#place{width:100vw;height:100vh}</style>'
        f'<div id="place"></div><script type="application/json" id="graph">{graph}</script>'
        f"<script>{script}</script>"
    )


def ours(made: Network, view: str) -> str:
    """Return one of our pages, with names, reasons and the words of every statement."""
    blocks: dict[str, object] = {
        "picture": picture(made, view),
        "reasons": reasons(made),
        "evidence": evidence(made),
    }
    if view == OURS_VIS:
        blocks["network"] = vis_network(made)
    return page(view, "A made-up network", f"{view}.js", blocks)


def bundled_sigma() -> str:
    """Return the script of plain sigma, bundled from web/'s locked libraries."""
    web = HERE.parent / "web"
    bundle = [
        str(web / "node_modules" / ".bin" / "esbuild"),
        str(HERE / "plain_sigma.ts"),
        "--bundle",
        "--minify",
    ]
    environment = {**os.environ, "NODE_PATH": str(web / "node_modules")}
    done = subprocess.run(bundle, check=True, env=environment, capture_output=True, text=True)  # noqa: S603
    return done.stdout


# -- measuring --------------------------------------------------------------------------------------


@contextmanager
def opened(browser: Browser, nodes: int) -> Iterator[Page]:
    """Give an empty page that asks nobody for anything and counts its frames."""
    context = browser.new_context(viewport=VIEWPORT)
    context.route(lambda address: address.startswith(("http:", "https:")), lambda route: route.abort())
    tab = context.new_page()
    tab.add_init_script(WATCH + f"window.watch.least = {max(1, nodes // 2)};")
    try:
        yield tab
    finally:
        context.close()


def measure(browser: Browser, file: Path, nodes: int, numbers: Numbers, limit: float, panned: float) -> None:
    """Open a page once, wait for its first drawn frame, and pan it."""
    with opened(browser, nodes) as tab:
        began = time.monotonic()
        tab.goto(file.as_uri(), wait_until="commit")
        while (first := tab.evaluate("window.watch && window.watch.first")) is None:
            if time.monotonic() - began > limit:
                numbers.late = time.monotonic() - began
                return
            time.sleep(0.05)
        numbers.first.append(first / 1000)
        # Whatever the page reads after its first frame is not to be counted as panning.
        tab.wait_for_load_state()
        time.sleep(2)
        ticks, shown = pan(browser, tab, panned)
        numbers.ticks.append(ticks)
        numbers.shown.append(shown)


def pan(browser: Browser, tab: Page, seconds: float) -> tuple[float, float]:
    """Drag the picture about; return frames a second that the page drew, and those that were shown."""
    corner = tab.evaluate(EMPTY_CORNER)
    if corner is None:
        raise RuntimeError(f"{tab.url} has no empty corner to drag it by")
    x, y = corner
    inwards = (1 if x < VIEWPORT["width"] / 2 else -1, 1 if y < VIEWPORT["height"] / 2 else -1)
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.json"
        tab.mouse.move(x, y)
        tab.mouse.down()
        browser.start_tracing(page=tab, path=trace, categories=["-*", "viz"])
        before, began, step = tab.evaluate("window.watch.drawn"), time.monotonic(), 0
        while time.monotonic() - began < seconds:
            step += 1
            tab.mouse.move(x + inwards[0] * (step * 4 % 240), y + inwards[1] * (step * 3 % 160))
        took = time.monotonic() - began
        after = tab.evaluate("window.watch.drawn")
        browser.stop_tracing()
        tab.mouse.up()
        events = json.loads(trace.read_text(encoding="utf-8"))["traceEvents"]
    swaps = sum(
        1 for event in events if event["name"] == "Graphics.Pipeline.DrawAndSwap" and event["ph"] in "bB"
    )
    return (after - before) / took, min(after - before, swaps) / took


# -- printing ---------------------------------------------------------------------------------------


def times(ours: float | None, theirs: float | None) -> str:
    """Return how many times theirs ours is, or nothing where one is missing."""
    return f"{ours / theirs:.2f}" if ours and theirs else ""


def report(size: int, measured: dict[str, Numbers]) -> None:
    """Print the rows of one network."""
    for name, numbers in measured.items():
        against = measured.get(YARDSTICK.get(name, ""))
        first = f"{numbers.seconds:.2f}" if numbers.seconds else f"> {numbers.late:.0f}"
        frames = f"{numbers.frames:.1f}" if numbers.frames else ""
        sooner = times(against.seconds or against.late, numbers.seconds) if against else ""
        more = times(numbers.frames, against.frames) if against else ""
        if against and not against.seconds and sooner:
            sooner = f"> {sooner}"
        what = f"{size:>7,} {EDGES[size]:>8,}  {name:<30} {numbers.megabytes:>6.2f}"
        print(f"{what} {first:>8} {sooner:>9} {frames:>7} {more:>7}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", choices=EDGES, default=list(EDGES))
    parser.add_argument("--limit", type=float, default=150, help="seconds to wait for a first frame")
    parser.add_argument(
        "--repeats", type=int, default=3, help="the middle one counts; of slow pages, one is taken"
    )
    parser.add_argument("--pan", type=float, default=4, help="seconds of panning")
    parser.add_argument("--keep", type=Path, help="a folder for the pages")
    parser.add_argument(
        "--chromium", default=os.environ.get("CHROMIUM"), help="its program, if not Playwright's own"
    )
    given = parser.parse_args()
    script = bundled_sigma()
    makers: dict[str, Callable[[Network], str]] = {
        PHYSICS: lambda made: pyvis(made, physics=True),
        STILL: lambda made: pyvis(made, physics=False),
        OURS_VIS: lambda made: ours(made, OURS_VIS),
        SIGMA: lambda made: sigma(made, script),
        OURS_SIGMA: lambda made: ours(made, OURS_SIGMA),
    }
    print("  nodes    edges  page                               MB  first s  x sooner     fps  x more")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=FLAGS)
        for size in given.sizes:
            made = network(size, EDGES[size])
            measured: dict[str, Numbers] = {}
            files: dict[str, Path] = {}
            for name, make in makers.items():
                if not FROM.get(name, 0) <= size <= UP_TO[name]:
                    continue
                files[name] = (
                    given.keep or Path(folder)
                ) / f"{name.replace(', ', '-').replace(' ', '-')}-{size}.html"
                files[name].write_text(make(made), encoding="utf-8")
                measured[name] = Numbers(files[name].stat().st_size / 1e6)
            # In turns, so that what else the machine does meets all of them.
            for turn in range(given.repeats):
                for name, file in files.items():
                    slow = name == PHYSICS and size >= 1_000
                    if turn == 0 or not slow:
                        measure(browser, file, size, measured[name], given.limit, given.pan)
            report(size, measured)
        browser.close()


if __name__ == "__main__":
    main()
