"""Beginning: ``init`` a project, and ``new-source`` for the next sheet."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from fashion_kg.cli import printing
from fashion_kg.cli.graphs import own_project
from fashion_kg.cli.verbs import Arguments, Parser, Verb, needed, path
from fashion_kg.errors import UsageError, counted

if TYPE_CHECKING:
    from fashion_kg.layout import Project

_GROUP = "3 begin"


def _init_options(parser: Parser) -> None:
    parser.words("DIR", "the folder to start in; it is made if need be")


def _init(arguments: Arguments) -> int:
    from fashion_kg.curating.starting import init_project

    folder = Path(needed(arguments, 1, "a folder")[0])
    written, kept = init_project(folder)
    lines = [f"A project with an example, {counted(len(written), 'file')} in {folder}:"]
    lines += [f"  {file.relative_to(folder).as_posix()}" for file in written]
    lines += [f"  left as it was: {file.relative_to(folder).as_posix()}" for file in kept]
    command = f"  fashion-kg --project {shlex.quote(str(folder))}"
    lines += [
        "",
        "next",
        f"{command} build",
        f'{command} query houses/people "Maison Exemple"',
        f"{command} new-source my-first-article --text article.txt",
    ]
    print("\n".join(lines))
    return 0


def _new_source_options(parser: Parser) -> None:
    parser.words("ID", "the new source's id, such as dscene-closet: a-z, 0-9 and hyphens")
    parser.add_argument("--text", type=path, metavar="FILE", help="its text, in UTF-8")
    parser.add_argument(
        "--year", default="undated", help="year of publication as its text says, or undated (default)"
    )
    parser.add_argument("--kind", default="PressArticle", help="kind of source (default: PressArticle)")
    parser.add_argument("--language", default="en", metavar="TAG", help="language of the text (default: en)")
    parser.add_argument(
        "--reader", default="", metavar="NAME", help="who reads it (default: as in the other sheets)"
    )
    parser.add_argument(
        "--locate",
        type=path,
        metavar="SHEET",
        help="count where the phrases of a sheet (its path, or its id) stand, and write it down",
    )


def _new_source(arguments: Arguments) -> int:
    project = own_project(arguments)
    if arguments.locate:
        if arguments.words:
            raise UsageError(
                f'--locate works on a sheet that is there, so "{arguments.words[0]}" has no place'
            )
        return _locate(project, arguments.locate, arguments.text)
    from fashion_kg.build import load_ontology
    from fashion_kg.curating.skeletons import Wanted, new_sheet
    from fashion_kg.files import write_file

    wanted = Wanted(
        needed(arguments, 1, "an id for the source")[0],
        arguments.text,
        arguments.year,
        arguments.kind,
        arguments.language,
        arguments.reader,
    )
    sheet, content = new_sheet(project, load_ontology(project), wanted)
    write_file(sheet, content.encode())
    if arguments.text:
        _show_lines(arguments.text)
    name = project.relative(sheet)
    print(f"Wrote {name}.")
    if arguments.text:
        print(
            f"Keep its text in {project.relative(project.texts)}/: "
            "every build then compares the phrases with it."
        )
        print(
            "Give [parts], write what it says, then run: "
            f"fashion-kg new-source --locate {name} --text {shlex.quote(str(arguments.text))}"
        )
    else:
        print(f"Write what it says, then run: fashion-kg new-source --locate {name} --text FILE")
    return 0


def _show_lines(text: Path) -> None:
    from fashion_kg.answers.shown import printable
    from fashion_kg.curating.locating import BYTE_ORDER_MARK
    from fashion_kg.curating.skeletons import numbered_lines

    print("Its lines, for [parts]:")
    content = text.read_bytes().decode()
    for start, end, line in numbered_lines(content):
        print(f"  {f'[{start}, {end}]':<16} {printable(line[:70])}{'…' if len(line) > 70 else ''}")
    if content.startswith(BYTE_ORDER_MARK):
        print("The text begins with a byte order mark, which nobody sees and which counts as character 0.")
    print()


def _locate(project: Project, sheet: Path, text: Path | None) -> int:
    from fashion_kg.build import load_ontology
    from fashion_kg.curating.locating import locate
    from fashion_kg.files import write_file

    sheet = _sheet(project, sheet)
    name = project.relative(sheet.resolve())
    located = locate(sheet, name, _text_of(project, sheet, name, text), load_ontology(project))
    if located.filled or located.corrected or located.content.encode() != sheet.read_bytes():
        write_file(sheet, located.content.encode())
    print(
        f"{name}: {located.filled} filled in, {located.corrected} corrected, {located.right} right already."
    )
    for finding in located.findings:
        printing.note(str(finding))
    if located.findings:
        printing.note(f"{counted(len(located.findings), 'phrase')} left to place.")
    return int(bool(located.findings))


def _sheet(project: Project, given: Path) -> Path:
    """Return the sheet that is meant by a path, from here or in the project, or by the id of its source."""
    if not given.exists():
        if (inside := project.root / given).is_file():
            return inside
        for sheet in project.sheets:
            if sheet.stem == str(given):
                return sheet
    return given


def _text_of(project: Project, sheet: Path, name: str, text: Path | None) -> bytes:
    from fashion_kg.errors import FindingsError
    from fashion_kg.sheets.toml_tables import TomlFile
    from fashion_kg.texts import texts_by_hash

    if not sheet.is_file():
        raise UsageError(
            f'There is no sheet "{sheet}". '
            "Name one such as my-article, or graph/sources/undated/my-article.toml"
        )
    if text is not None:
        if not text.is_file():
            raise UsageError(f'There is no text "{text}". Check its name')
        return text.read_bytes()
    file = TomlFile(sheet, name)
    if file.findings:
        raise FindingsError(file.findings)
    wanted = (file.data.get("source") or {}).get("sha256")
    texts = texts_by_hash(project.texts) if project.texts.is_dir() else {}
    if not wanted or wanted not in texts:
        raise UsageError(
            f"No file in {project.relative(project.texts)}/ is the text of {name}. "
            f"Name it: fashion-kg new-source --locate {name} --text FILE"
        )
    return texts[wanted].content


VERBS = [
    Verb(
        "init",
        _GROUP,
        "start a project of your own",
        "DIR",
        "fashion-kg init my-graph\nfashion-kg --project my-graph build",
        _init_options,
        _init,
        "Writes a small made-up example that builds; adds files, and never overwrites one.",
    ),
    Verb(
        "new-source",
        _GROUP,
        "begin a claim sheet, or count where its phrases stand",
        "ID [--text FILE] [options]\n       fashion-kg new-source --locate SHEET [--text FILE]",
        "fashion-kg new-source dscene-closet --text dscene.txt --year 2024\n"
        "fashion-kg new-source --locate graph/sources/2024/dscene-closet.toml",
        _new_source_options,
        _new_source,
        "With --locate, part, paragraph, start and end of every phrase are filled in or corrected.\n"
        "Where a phrase stands several times, give paragraph = …, or occurrence = 1, 2 … for once.\n"
        "Without --text, the text is looked for in texts/ by the sheet's SHA-256.",
    ),
]
