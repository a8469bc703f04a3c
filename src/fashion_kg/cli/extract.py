"""Extracting: ``extract`` proposes the claims of an article, as a claim sheet for a person to judge."""

from __future__ import annotations

import hashlib
import itertools
import pkgutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import own_project, project_of
from fashion_kg.cli.verbs import Arguments, Parser, Verb, path
from fashion_kg.errors import UsageError, counted, did_you_mean

if TYPE_CHECKING:
    from fashion_kg.curating.declared import Declared
    from fashion_kg.extract import Proposer
    from fashion_kg.layout import Project
    from fashion_kg.matching import NameIndex
    from fashion_kg.ontology import Ontology
    from fashion_kg.sources import Sheets

_GROUP = "3 begin"
_ENDINGS = (".txt", ".html", ".htm", ".md", ".text")


@dataclass(frozen=True)
class _Given:
    """One text to read: its name for people, the id for its sheet, and how to get its bytes."""

    name: str
    source: str
    read: Callable[[], bytes]


@dataclass(frozen=True)
class _Desk:
    """What reading needs: the project, its vocabulary, what its sheets say, and who proposes.

    Attributes:
        written: sheets that this run has written, by the hash of their texts.
    """

    project: Project
    ontology: Ontology
    sheets: Sheets
    declared: Declared
    proposers: list[Proposer]
    written: dict[str, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> NameIndex:
        """What the sheets declare, by its names."""
        from fashion_kg.curating.alike import known_things
        from fashion_kg.identity import read_identity
        from fashion_kg.matching import NameIndex

        classes = {iri: entity.class_name for iri, entity in self.sheets.entities.items()}
        file = self.project.identity_file
        identity = read_identity(file, self.ontology, classes, self.project.relative(file))
        return NameIndex(known_things(self.ontology, self.sheets, identity))


def _options(parser: Parser) -> None:
    parser.words("FILE|DIR|-", "a text in UTF-8 or a web page, a folder of them, or - for standard input")
    parser.add_argument("--url", metavar="URL", help="read this page from the web")
    parser.add_argument(
        "--proposer",
        action="append",
        metavar="NAME",
        help=f"who proposes: {', '.join(_proposers())} (default: rules); give it again for several",
    )
    parser.add_argument("--endpoint", default="", metavar="URL", help="of --proposer endpoint: its address")
    parser.add_argument("--model", default="", metavar="NAME", help="of --proposer endpoint: its model")
    parser.add_argument("--id", metavar="ID", help="id for the sheet (default: from the name of the file)")
    parser.add_argument("--kind", default="PressArticle", help="kind of source (default: PressArticle)")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write the sheet into the project, and keep the text in its texts/",
    )
    parser.add_argument(
        "--out",
        type=path,
        metavar="DIR",
        help="write the sheets, and the texts as they were read, to a folder",
    )


def _proposers() -> list[str]:
    """Return who may propose, without loading any of them: help is quick."""
    folder = Path(__file__).parents[1] / "extract" / "proposers"
    return sorted(module.name for module in pkgutil.iter_modules([str(folder)]) if module.name[0] != "_")


def _run(arguments: Arguments) -> int:
    desk = _desk(arguments)
    if arguments.id is not None:
        desk.project.sheet("undated", arguments.id)  # Complains of what can be no id, such as a path.
    several = len(arguments.words) == 1 and arguments.words[0] != "-" and Path(arguments.words[0]).is_dir()
    if several and not (arguments.write or arguments.out):
        raise UsageError("A folder gives many sheets. Say where to put them: --out DIR, or --write")
    wrong = 0
    for given in _texts(arguments):
        if several and _is_done(arguments, desk, given):
            continue
        try:
            _extract(arguments, desk, given)
        except UsageError as error:
            if not several:
                raise
            wrong += 1
            printing.complaint(str(error))
    return int(bool(wrong))


def _is_done(arguments: Arguments, desk: _Desk, given: _Given) -> bool:
    """Whether a former run has written a text's sheet; a person may be at work in it already."""
    if arguments.out:
        there = Path(arguments.out, f"{given.source}.toml").exists()
    else:
        there = any(source.id == given.source for source in desk.sheets.sources)
    if there:
        print(f"{given.source}: there already")
    return there


def _desk(arguments: Arguments) -> _Desk:
    from fashion_kg.build import load_ontology
    from fashion_kg.curating.declared import Declared
    from fashion_kg.extract.proposers import DEFAULT, Setting, proposers
    from fashion_kg.sources import read_sheets

    project = own_project(arguments) if arguments.write else project_of(arguments)
    ontology = load_ontology(project)
    if arguments.kind not in ontology.source_classes:
        remedy = did_you_mean(
            arguments.kind, ontology.source_classes, "Use " + ", ".join(ontology.source_classes)
        )
        raise UsageError(f'There is no kind of source "{arguments.kind}". {remedy}')
    sheets = read_sheets(project.sheets, ontology, project.relative)
    setting = Setting(ontology, sheets.entities, arguments.endpoint, arguments.model)
    chosen = proposers(arguments.proposer or [DEFAULT], setting)
    return _Desk(project, ontology, sheets, Declared(sheets.entities), chosen)


def _texts(arguments: Arguments) -> Iterator[_Given]:
    from fashion_kg.namespaces import slugify

    words: list[str] = arguments.words
    if len(words) + bool(arguments.url) != 1:
        raise UsageError("extract needs one file, folder or - ; or --url URL. See: fashion-kg extract --help")
    place = Path(words[0]) if words else Path()
    if arguments.url:
        from fashion_kg.extract.addresses import fetch

        named = slugify(arguments.url.partition("//")[2])[:60].strip("-")
        yield _Given(arguments.url, arguments.id or named or "page", lambda: fetch(arguments.url))
    elif words[0] == "-":
        yield _Given("standard input", arguments.id or "standard-input", _read_input)
    elif place.is_dir():
        taken: set[str] = set()
        for file in _files(place):
            yield _Given(str(file), _id_of(file.relative_to(place), taken), partial(_read, file))
    else:
        yield _Given(str(place), arguments.id or _id_of(Path(place.name), set()), partial(_read, place))


def _files(folder: Path) -> list[Path]:
    """Return the texts in a folder. What is hidden, or only a link to elsewhere, nobody meant to give."""
    found: list[Path] = []
    skipped: list[str] = []
    for file in sorted(folder.rglob("*")):
        own = file.relative_to(folder)
        if file.suffix.lower() not in _ENDINGS or not file.is_file():
            continue
        linked = any((folder / each).is_symlink() for each in (own, *own.parents) if each.parts)
        if linked or any(part.startswith(".") for part in own.parts):
            skipped.append(str(own))
        else:
            found.append(file)
    if skipped:
        named = ", ".join(skipped[:3]) + (f" and {len(skipped) - 3:,} more" if len(skipped) > 3 else "")
        printing.complaint(f"Not read, being hidden or links: {named}")
    return found


def _id_of(file: Path, taken: set[str]) -> str:
    """Return the id for a file's sheet, from its place in the folder; a second of that name has a number."""
    from fashion_kg.namespaces import slugify

    own = slugify(" ".join(file.with_suffix("").parts)) or "text"
    numbered = (f"{own}-{number}" for number in itertools.count(2))
    found = next(each for each in itertools.chain((own,), numbered) if each not in taken)
    taken.add(found)
    return found


def _read(file: Path) -> bytes:
    from fashion_kg.extract.pages import MAX_BYTES, too_long

    try:
        with file.open("rb") as stream:
            size = file.stat().st_size
            if size > MAX_BYTES:
                raise too_long(str(file), size)
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f'"{file}" cannot be read: {error.strerror}. Check its name') from None


def _read_input() -> bytes:
    from fashion_kg.extract.pages import MAX_BYTES

    content = sys.stdin.buffer.read(MAX_BYTES + 1)
    if not content.strip():
        raise UsageError(
            "Standard input is empty: nothing came before its end. "
            "Give it a text, as in: fashion-kg extract - < article.txt; or name the file"
        )
    return content


def _extract(arguments: Arguments, desk: _Desk, given: _Given) -> None:
    from fashion_kg.curating.proposals import proposed_sheet
    from fashion_kg.extract import read_with
    from fashion_kg.extract.cleaning import left_out
    from fashion_kg.extract.pages import read_article
    from fashion_kg.files import write_file

    article = read_article(given.read(), given.name)
    text = article.text.encode()
    if arguments.write:
        _refuse_taken(desk, given, text)
    first, *others = desk.proposers
    read = read_with(first, article, *others)
    for note in (*left_out(article.text), *read.notes):
        printing.complaint(note)
    if not (read.proposals or read.remarks):
        whom = " or ".join(arguments.proposer or ["the rules"])
        raise UsageError(
            f'"{given.name}" credits nobody in words that {whom} can read, or for a house that nobody knows: '
            "declare its house in a sheet, [Brand.some-slug] with a label, and extract again; or read it "
            "yourself"
        )
    year, content = proposed_sheet(
        read, desk.ontology, desk.declared, given.source, arguments.kind, desk.names, arguments.url or ""
    )
    if arguments.out:
        sheet, kept = arguments.out / f"{given.source}.toml", arguments.out / f"{given.source}.txt"
    elif arguments.write:
        sheet = desk.project.sheet(year or "undated", given.source)
        kept = desk.project.texts / f"{given.source}.txt"
    else:
        print(content, end="")
        return
    _refuse_overwriting(sheet, kept, text)
    write_file(kept, text)
    write_file(sheet, content.encode())  # Last: where there is a sheet, nothing is missing.
    desk.declared.learn(content, desk.ontology)
    desk.written[hashlib.sha256(text).hexdigest()] = desk.project.relative(sheet.resolve())
    stated = counted(len(read.proposals) + len(read.remarks), "statement")
    print(f"{desk.project.relative(sheet.resolve())}: {stated} proposed")


def _refuse_taken(desk: _Desk, given: _Given, text: bytes) -> None:
    sha256 = hashlib.sha256(text).hexdigest()
    if sha256 in desk.written:
        raise UsageError(f'"{given.name}" is the text of {desk.written[sha256]}. Leave one of the two out')
    for source in desk.sheets.sources:
        if source.sha256 == sha256:
            raise UsageError(f"{source.file} is about this text already. Go on with that sheet")
        if source.id == given.source:
            raise UsageError(f'"{given.source}" is taken by {source.file}. Choose another id: --id ID')


def _refuse_overwriting(sheet: Path, kept: Path, text: bytes) -> None:
    """Complain where a sheet is there already, or another text: a person may have been at work in it."""
    if sheet.exists():
        raise UsageError(f'"{sheet}" is there already. Remove it, or choose another id: --id ID')
    if kept.exists() and kept.read_bytes() != text:
        raise UsageError(f'"{kept}" is there already, with another text. Choose another id: --id ID')


VERBS = [
    Verb(
        "extract",
        _GROUP,
        "propose the claims of an article, for a person to judge",
        "FILE|DIR|- [--write | --out DIR] [options]\n       fashion-kg extract --url URL [options]",
        "fashion-kg extract article.txt\nfashion-kg extract article.txt --write",
        _options,
        _run,
        "Prints a claim sheet in which everything is proposed: it gives no facts until a person accepts it.\n"
        "Each statement has the phrase that carries it, where that stands, and how sure the rules are.\n"
        "Only with --proposer endpoint is the text sent anywhere: to the address that --endpoint names.\n"
        "Its key stands in the variable FASHION_KG_ENDPOINT_KEY. More: docs/extracting.md.",
    ),
]
