"""Pages for people: ``view``."""

from __future__ import annotations

import ast
import re
from importlib import resources
from typing import Any

from fashion_kg.cli import printing
from fashion_kg.cli.filtering import filter_options, filters_of
from fashion_kg.cli.graphs import project_of, store_of
from fashion_kg.cli.make import steps
from fashion_kg.cli.verbs import Arguments, Parser, Verb, path
from fashion_kg.errors import UsageError, did_you_mean


def _declared() -> dict[str, dict[str, Any]]:
    """Return what each kind of view says of itself: its summary, its usage and its options.

    Read from the modules as text: running them would load whole libraries for a line of help.
    """
    found: dict[str, dict[str, Any]] = {}
    folder = resources.files("fashion_kg") / "views"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not re.fullmatch(r"[a-z]\w*\.py", file.name):
            continue
        about: dict[str, Any] = {"summary": "", "usage": "", "options": {}}
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = {target.id for target in targets if isinstance(target, ast.Name)}
                about |= {name: ast.literal_eval(node.value) for name in names & set(about)}
        found[file.name.removesuffix(".py")] = about
    return found


def _options(parser: Parser) -> None:
    parser.words("WORD", "a kind of view, and what it shows; without it the kinds are listed")
    shared: dict[str, dict[str, str]] = {}
    for kind, about in _declared().items():
        for option, meaning in about["options"].items():
            shared.setdefault(option, {})[kind] = meaning
    for option, meanings in sorted(shared.items()):
        name, _, value = option.partition(" ")
        told = f"{next(iter(meanings.values()))} ({', '.join(meanings)})".replace("%", "%%")
        if value:
            parser.add_argument(f"--{name}", dest=f"view_{name}", metavar=value, help=told)
        else:
            parser.add_argument(f"--{name}", dest=f"view_{name}", action="store_const", const="", help=told)
    parser.add_argument(
        "--out", type=path, metavar="FILE", help="where to write (default: among the built files)"
    )
    filter_options(parser)
    parser.graph()


def _view(arguments: Arguments) -> int:
    known = _declared()
    if not arguments.words:
        _list(known)
        return 0
    kind, *words = arguments.words
    if kind not in known:
        remedy = did_you_mean(kind, known, f"Choose one of {', '.join(known)}")
        raise UsageError(f'There is no view "{kind}". {remedy}')
    from fashion_kg.answers.shown import printable
    from fashion_kg.build import load_ontology
    from fashion_kg.names import Names
    from fashion_kg.views import ViewRequest
    from fashion_kg.views._making import make

    project = project_of(arguments)
    ontology = load_ontology(project)
    given = {name[5:]: text for name, text in vars(arguments).items() if name.startswith("view_")}
    store = store_of(arguments, project)
    with steps() as progress:
        request = ViewRequest(
            project,
            store,
            ontology,
            tuple(words),
            {name: text for name, text in given.items() if text is not None},
            filters_of(arguments, Names(store, ontology), ontology),
            arguments.count,
            arguments.lang,
            arguments.seed,
            printing.unhurried(progress),
        )
        page = make(kind, request)
    if str(arguments.out) == "-":
        printing.write(page.html, None)
        return 0
    file = page.save(arguments.out or project.view_file(page.name))
    size = file.stat().st_size
    printing.write(f"{file}  {size:,} bytes\n{printable(page.summary)}\n", None)
    return 0


def _list(known: dict[str, dict[str, Any]]) -> None:
    for kind, about in known.items():
        printing.write(f"{kind} {about['usage']}".rstrip() + f": {about['summary']}\n", None)
        for option, meaning in about["options"].items():
            printing.write(f"    --{option}  {meaning}\n", None)


VERBS = [
    Verb(
        "view",
        "1 ask",
        "make a page to look at: one file of HTML that opens offline",
        "[KIND [NAME ...]] [options]",
        "fashion-kg view\nfashion-kg view relationships Balenciaga --steps 2\n"
        'fashion-kg view relationships --path "Kate Moss" "Mario Sorrenti"\n'
        "fashion-kg view explorer --projection co-credits --out network.html",
        _options,
        _view,
        "A page holds its style, its script and its data, and asks for nothing from anywhere.",
    )
]
