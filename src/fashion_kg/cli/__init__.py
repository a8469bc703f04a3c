"""The command line: ``fashion-kg VERB ...``. A verb lives in a module of this package, in its list ``VERBS``.

Nothing heavy is imported before a verb runs: modules here import the rest of the package inside functions.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

from fashion_kg import __version__
from fashion_kg.cli.graphs import tell_review
from fashion_kg.cli.verbs import Parser, Verb
from fashion_kg.errors import FashionKGError, FindingsError, UsageError, did_you_mean

CLEAN, FINDINGS, USAGE, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code: 0 clean, 1 findings, 2 a mistake in the request.

    Args:
        argv: the words after ``fashion-kg``; None for those of this process.
    """
    from fashion_kg.cli import printing

    try:
        printing.prepare()
        code = run(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
    except KeyboardInterrupt:
        printing.complaint("stopped; what was there before is unchanged")
        code = INTERRUPTED
    except BrokenPipeError:
        printing.drop_stdout()
        code = PIPE_CLOSED
    except FindingsError as error:
        printing.findings(error.findings)
        code = FINDINGS
    except FashionKGError as error:
        printing.complaint(str(error))
        code = USAGE
    except OSError as error:
        what = f'"{error.filename}": ' if error.filename else ""
        printing.complaint(f"{what}{error.strerror or error}")
        code = USAGE
    except SystemExit as done:
        code = int(done.code or 0)
    _leave_abandoned_thread(code)
    return code


def _leave_abandoned_thread(code: int) -> None:
    """End the process at once where a query that was given up still runs: nothing else could stop it."""
    asking = sys.modules.get("fashion_kg.answers.asking")
    threading = sys.modules.get("threading")
    if asking and threading and any(thread.name == asking.THREAD for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def run(arguments: list[str]) -> int:
    """Find the verb among the arguments and run it.

    Raises:
        UsageError: there is no such verb or option.
    """
    for word in arguments:
        if any("\udc80" <= char <= "\udcff" for char in word):
            raise UsageError(f"The argument {word!a} is not UTF-8. Write it in UTF-8")
    project: Path | None = None
    while arguments and arguments[0].startswith("--project"):
        project = _project_before_verb(arguments)
    if not arguments or arguments[0] in ("-h", "--help") or arguments == ["help"]:
        print(overview())
        return CLEAN
    if arguments[0] == "--version":
        print(f"fashion-kg {__version__}")
        return CLEAN
    if arguments[0] == "help":
        arguments = [arguments[1], "--help"]
    verb = find_verb(arguments[0])
    parsed = Parser(verb).parse_intermixed_args(arguments[1:])
    parsed.verb = verb.name
    parsed.project = parsed.project or project
    code = verb.run(parsed)
    tell_review(parsed)
    return code


def _project_before_verb(arguments: list[str]) -> Path:
    option, _, value = arguments.pop(0).partition("=")
    value = value or (arguments.pop(0) if arguments else "")
    if option != "--project" or not value:
        raise UsageError("--project needs a folder. Write it as: fashion-kg --project DIR VERB")
    return Path(value)


def verbs() -> dict[str, Verb]:
    """Return every verb by name, those of one module together."""
    modules = [
        importlib.import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)
    ]
    found = [verb for module in modules for verb in getattr(module, "VERBS", ())]
    return {verb.name: verb for verb in sorted(found, key=lambda verb: verb.group)}


def find_verb(word: str) -> Verb:
    """Return the verb of this name.

    Raises:
        UsageError: there is none.
    """
    known = verbs()
    if word.startswith("-"):
        remedy = did_you_mean(word, ("--help", "--version", "--project"), "Options come after the verb")
        raise UsageError(f"There is no option {word} before the verb. {remedy}")
    if word not in known:
        raise UsageError(f'There is no verb "{word}". {did_you_mean(word, known, "See: fashion-kg --help")}')
    return known[word]


def overview() -> str:
    """Return what ``fashion-kg`` alone says."""
    known = verbs().values()
    lines = [
        "fashion-kg: who made which fashion campaign, for whom, with what, and who says so.",
        "",
        "usage: fashion-kg [--project DIR] VERB ...",
    ]
    for group in dict.fromkeys(verb.group for verb in known):
        lines += ["", group.partition(" ")[2]]
        lines += [f"  {verb.name:<11} {verb.summary}" for verb in known if verb.group == group]
    lines += [
        "",
        "start here",
        "  fashion-kg queries",
        '  fashion-kg query people/credits "Inez & Vinoodh"',
        '  fashion-kg why "Kim Kardashian" Balenciaga',
        "",
        "fashion-kg VERB --help tells more about one of them.",
    ]
    return "\n".join(lines)
