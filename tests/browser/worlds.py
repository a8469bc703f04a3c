"""The worlds that pages are made from: five articles, the test world, a hostile one and large ones."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from commands import Ran, command
from fashion_kg.build import load_ontology
from fashion_kg.layout import Project
from fashion_kg.names import Names
from fashion_kg.namespaces import BASE, CLAIMS_GRAPH, term
from fashion_kg.ontology import Ontology
from fashion_kg.store import EmbeddedStore, current_store
from made_up import write_project
from projects import TESTS, accepted_articles


@dataclass(frozen=True)
class World:
    """A built project, and the pages made from it; a page is made once.

    Attributes:
        name: of the folder that pages go to.
        project: where it lies.
        pages: where pages go.
    """

    name: str
    project: Project
    pages: Path

    @cached_property
    def ontology(self) -> Ontology:
        return load_ontology(self.project)

    @cached_property
    def store(self) -> EmbeddedStore:
        folder = current_store(self.project)
        assert folder is not None
        return EmbeddedStore(folder)

    @cached_property
    def names(self) -> Names:
        return Names(self.store, self.ontology)

    def command(self, *words: str, stdin: str = "") -> Ran:
        """Run the program on this world."""
        line = command("--project", self.project.root, *words)
        done = subprocess.run(line, input=stdin.encode(), capture_output=True, timeout=600, check=False)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    def page(self, view: str, *words: str) -> Path:
        """Make a page as people do, with ``fashion-kg view``, and return its file."""
        name = hashlib.sha256("\0".join(words).encode()).hexdigest()[:8]
        file = self.pages / f"{self.name}-{view}-{name}.html"
        if not file.is_file():
            done = self.command("view", view, *words, "--out", str(file))
            assert done.code == 0, f"view {view} {' '.join(words)}: {done.err}"
        return file


def five_articles(folder: Path) -> World:
    """The articles that were read in full, built elsewhere."""
    root = folder / "five"
    root.mkdir()
    return _built("five", accepted_articles(root).root, folder)


def small_world(folder: Path) -> World:
    """The test world, whose sources agree and disagree."""
    root = folder / "world"
    shutil.copytree(TESTS / "world", root, ignore=shutil.ignore_patterns("build"))
    return _built("world", root, folder)


def made_up(folder: Path, name: str, *, campaigns: int, people: int, cast: int) -> World:
    """A large made-up world, a sheet a campaign."""
    root = folder / name
    write_project(root, campaigns, people=people, cast=cast, products=0, sheets=1)
    return _built(name, root, folder)


def _built(name: str, root: Path, folder: Path) -> World:
    world = World(name, Project(root), folder / "pages")
    world.pages.mkdir(exist_ok=True)
    done = world.command("build", "--quiet")
    assert done.code == 0, done.err
    return world


# -- the hostile world ------------------------------------------------------------------------------

TRAP = "pwned"
"""What hostile texts call, set or name; a page in which it was ever touched has run a text."""

HOSTILE = (
    f"<script>{TRAP}(1)</script>",
    f"</script><script>{TRAP}(2)</script>",
    f"<img src=x onerror={TRAP}(3)>",
    f'"><img src=x onerror="{TRAP}(4)">',
    f"'><svg/onload={TRAP}(5)>",
    f"<svg><animate onbegin={TRAP}(6) attributeName=x dur=1s>",
    f'<iframe srcdoc="<script>parent.{TRAP}(7)</script>"></iframe>',
    f"<details open ontoggle={TRAP}(8)>",
    f"<body onload={TRAP}(9)>",
    f'<a href="javascript:{TRAP}(10)">click</a>',
    f"javascript:{TRAP}(11)",
    f"data:text/html,<script>{TRAP}(12)</script>",
    f"<style>*{{background:url(https://{TRAP}.invalid/13)}}</style>",
    f"<link rel=stylesheet href=https://{TRAP}.invalid/14>",
    f"<base href=https://{TRAP}.invalid/15/>",
    f"<meta http-equiv=refresh content=0;url=https://{TRAP}.invalid/16>",
    f"]]><script>{TRAP}(17)</script>",
    f"<!--<script>{TRAP}(18)</script>-->",
    f"--!><script>{TRAP}(19)</script>",
    f"{{{{ {TRAP}(20) }}}}",
    f"${{{TRAP}(21)}}",
    f"{{% {TRAP} %}}{{#{TRAP}#}}",
    f"`;{TRAP}(22);`",
    f"';{TRAP}(23);//",
    f'";{TRAP}(24);//',
    f"\\u003cscript\\u003e{TRAP}(25)\\u003c/script\\u003e",
    f"&lt;script&gt;{TRAP}(26)&lt;/script&gt;",
    f'<math><mi//xlink:href="javascript:{TRAP}(27)">',
    f'<noscript><p title="</noscript><img src=x onerror={TRAP}(28)>">',
    f"<textarea></textarea><img src=x onerror={TRAP}(29)>",
    f"</title></style></textarea><script>{TRAP}(30)</script>",
    f"<form action=javascript:{TRAP}(31)><button autofocus onfocus={TRAP}(31)>",
    "=1+1",
    '=HYPERLINK("https://pwned.invalid","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
    "null",
    "undefined",
    "NaN",
    "%s%n%x %00 ..%2f",
    "../../../etc/passwd",
    "C:\\con\\nul",
    "Line\u2028separator\u2029here",
    "Bell\u0007 and escape\u001b[31m red",
    "Nul\u0000inside",
    "Delete\u007f and C1\u0085\u009b",
    "Back\u0008space",
    "Override \u202egnp.exe",
    "Isolate \u2066left\u2069 \u2067right",
    "Unclosed \u202b embedding \u2067\u2067\u2067",
    "Zero\u200bwidth\u200djoiner\ufefffeff",
    "عارضة أزياء مشهورة",
    "דוגמנית <b>מפורסמת</b>",
    "Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034da"
    + "\u0300\u0301\u0302\u0303" * 60
    + "lgo",
    "\ufffe\uffff noncharacters \U0001fffe",
    "👩\u200d👩\u200d👧\u200d👦 family \U000e0041 tags",
    "ﷺ" * 40,
    "x" * 10_000,
    "<b>" + "long words in a row " * 500 + "</b>",
    "“quotes” ‘all’ «kinds» \"of\" 'them' `and` ´these´",
    " ",
    "ZWNJ\u200c only",
)
"""Names, phrases and titles that a page must show and never run."""

HOSTILE_ADDRESSES = (
    f"javascript:{TRAP}(101)",
    f"JaVaScRiPt:{TRAP}(102)",
    f" javascript:{TRAP}(103)",
    f"java\tscript:{TRAP}(104)",
    f"\u0001javascript:{TRAP}(105)",
    f"data:text/html,<script>{TRAP}(106)</script>",
    "data:text/html;base64,PHNjcmlwdD5wd25lZCgxMDcpPC9zY3JpcHQ+",
    f"vbscript:{TRAP}(108)",
    "file:///etc/passwd",
    "blob:https://pwned.invalid/1",
    f'https://{TRAP}.invalid/"onmouseover="{TRAP}(109)',
    f"https://{TRAP}.invalid/><script>{TRAP}(110)</script>",
    "//pwned.invalid/111",
    "https://user:secret@pwned.invalid/112",
    "not an address",
)
"""Addresses of sources; sheets refuse these, so they go into the store behind their back."""

HOSTILE_TEXTS = tuple(text for text in HOSTILE if text.strip() == text and text and "\t" not in text)
CAMPAIGNS = 6


def hostile(folder: Path) -> World:
    """A world in which every name, phrase, title and outlet is an attack."""
    root = folder / "hostile"
    for campaign in range(CAMPAIGNS):
        folder_of_year = root / "graph" / "sources" / f"203{campaign}"
        folder_of_year.mkdir(parents=True)
        sheet = folder_of_year / f"source-{campaign}.toml"
        sheet.write_text("\n".join(_sheet(campaign)), encoding="utf-8")
    world = _built("hostile", root, folder)
    _behind_the_sheets(world)
    return world


def _quoted(text: str) -> str:
    """A TOML basic string: JSON's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\u007f", "\\u007F")


def _phrase(text: str) -> str:
    """At most twelve words of it, on one line, without blanks around."""
    return " ".join(" ".join(text.split()[:12]).split()) or "…"


def _sheet(campaign: int) -> Iterable[str]:
    """Everyone of a sixth of the texts, on one campaign; neighbouring campaigns share two people."""
    mine = [each for each in range(len(HOSTILE_TEXTS)) if each % CAMPAIGNS == campaign]
    mine += [(campaign + 1) % CAMPAIGNS, (campaign + 1) % CAMPAIGNS + CAMPAIGNS]
    text = HOSTILE_TEXTS
    yield "[source]"
    yield 'kind = "PressArticle"'
    yield f"label = {_quoted(f'{text[campaign]} in print')}"
    yield f"title = {_quoted(_phrase(text[campaign + 6]))}"
    yield f"byline = {_quoted(_phrase(text[campaign + 12]))}"
    yield 'publisher = "outlet"'
    yield 'language = ["en"]'
    yield f'sha256 = "{hashlib.sha256(str(campaign).encode()).hexdigest()}"'
    yield "characters = 900000"
    yield 'review = "unreviewed"'
    yield f"reader = {_quoted(_phrase(text[campaign + 18]))}"
    yield "read = 2031-02-03"
    yield f'published = "203{campaign}-01-02"'
    yield "[parts]\nbody = [[0, 900000]]"
    yield f"[Organization.outlet]\nlabel = {_quoted(text[1])}"
    yield f"[Brand.brand]\nlabel = {_quoted(text[0])}"
    yield f"[Season.season-{campaign}]\nlabel = {_quoted(text[campaign + 24] + ' season')}"
    yield f"[Product.product-{campaign}]\nlabel = {_quoted(text[campaign + 2] + ' bag')}"
    yield f"[Campaign.campaign-{campaign}]\nlabel = {_quoted(text[campaign + 30] + ' campaign')}"
    for each in mine:
        other = text[(each + 7) % len(text)]
        yield f"[Person.person-{each}]\nlabel = {_quoted(text[each])}"
        yield f"alt = {{ zh-Hans = [{_quoted(other[:100])}], en = [{_quoted(other)}] }}"
    at = 0
    for position, each in enumerate(mine):
        phrase = _phrase(text[each])
        yield "[[Credit]]"
        yield f'campaign = "campaign-{campaign}"\nrole = "{"photographer" if position < 2 else "model"}"'
        yield f'creditedAgent = "person-{each}"'
        yield _evidence(phrase, at, f", creditText = {_quoted(phrase)}")
        at += len(phrase) + 1
    for name, value in (("brand", "brand/brand"), ("season", f"season/season-{campaign}")):
        yield f'[[Claim]]\nsubject = "campaign-{campaign}"\nproperty = "{name}"\nvalue = "{value}"'
        yield _evidence("x", at)
    yield f'[[Claim]]\nsubject = "campaign-{campaign}"\nproperty = "name"'
    yield f"value = {_quoted(_phrase(text[campaign + 36]))}"
    yield _evidence("x", at)
    yield f'[[Feature]]\ncampaign = "campaign-{campaign}"\nfeatureRelation = "shows"'
    yield f'featured = "product-{campaign}"'
    yield _evidence(_phrase(text[campaign]), at)


def _evidence(phrase: str, at: int, more: str = "") -> str:
    place = f'part = "body", paragraph = 1, start = {at}, end = {at + len(phrase)}{more}'
    return f"evidence = [{{ phrase = {_quoted(phrase)}, {place} }}]"


def _behind_the_sheets(world: World) -> None:
    """Write into the store what a sheet would refuse: addresses, names with blanks, tabs and line breaks."""
    folder = current_store(world.project)
    assert folder is not None
    store, graph = Store(str(folder)), NamedNode(CLAIMS_GRAPH)
    for number, address in enumerate(HOSTILE_ADDRESSES):
        source = NamedNode(f"{BASE}source/source-{number % CAMPAIGNS}")
        if number < CAMPAIGNS:
            store.add(Quad(source, term("schema:url"), Literal(address, datatype=term("xsd:anyURI")), graph))
        person = NamedNode(f"{BASE}person/person-{number}")
        store.add(Quad(person, term("skos:altLabel"), Literal(f" \t\n{address}\r\n ", language="en"), graph))
    store.flush()
