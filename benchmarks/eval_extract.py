"""How good the extractor is: precision, recall and F1 of credits; ``make eval-extract`` runs it.

The accepted sheets of the project are the first measure, where their texts are at hand: found by SHA-256 in
the project's folder of texts, in ``--texts DIR`` or in the folder that FASHION_KG_TEXTS names.

A file of facts is the second (``--facts FILE`` or FASHION_KG_FACTS): JSON lines with ``id``, ``lang`` and
``campaigns``, each a ``brand`` and ``credits`` of ``role``, ``person``, ``pattern``. An article's text
is ``<id>.txt`` in ``--articles DIR`` or FASHION_KG_ARTICLES. Of these articles a third is held out, by the
SHA-256 of the id, for numbers of texts that nobody looked at when the grammars were written. A TOML file of
``[names]``, as printed = as in the facts (``--names FILE``), tells names in other scripts and misspelt ones.

A credit is a brand, a role and an agent; of a duo, each half counts. Ambassadors, and a house's own people,
are no campaign credits and are counted apart. A proposal's span is right where it lies in one line of the
article, has at most twelve words, and the name that it bears is printed in it; where an accepted sheet says
the same, the span must also overlap one that the sheet cites.

The extractor knows the names of the accepted sheets, and no others of the graph: sheets that nobody has
reviewed may hold what the very articles say that are measured here, and would give the answers away.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fashion_kg.claims import MAX_PHRASE_WORDS, Reference
from fashion_kg.extract import Article, Proposal, Proposer, Span, Thing, read_with
from fashion_kg.extract.cleaning import read_text
from fashion_kg.extract.folding import folded
from fashion_kg.extract.proposers import DEFAULT, Setting, proposers
from fashion_kg.extract.proposers import names as proposer_names
from fashion_kg.layout import Project
from fashion_kg.ontology import Ontology, local_name
from fashion_kg.sheets.evidence import count_words
from fashion_kg.sources import Sheets, read_sheets
from fashion_kg.texts import texts_by_hash

ROLES = {
    "photographer": "photographer",
    "model": "talent",
    "stylist": "stylist",
    "makeup": "make-up-artist",
    "hair": "hair-stylist",
    "art_director": "art-director",
    "director": "director",
    "creative_director_campaign": "campaign-creative-director",
    "casting": "casting-director",
    "agency": "creative-agency",
    "manicurist": "manicurist",
    "set_design": "set-designer",
    "cinematography": "cinematographer",
    "ambassador": "ambassador",
    "creative_director": "house",
    "artistic_director": "house",
    "designer": "house",
    "executive": "house",
}
"""What a file of facts calls the roles."""

CAST = {"model", "face-of-campaign", "cameo", "performer"}
OF_A_HOUSE = {"creative-director", "artistic-director", "designer"}

Credit = tuple[str, str, str]
Cited = dict[Credit, list[Span]]


@dataclass
class Score:
    """What was right; what was proposed and is not in the gold; what is in the gold and was not proposed."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    spans: Counter[bool] = field(default_factory=Counter)

    def line(self, key: str) -> str:
        """Return the measures of one group in words."""
        right, wrong, missed = self.right[key], self.wrong[key], self.missed[key]
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counts = f"({right} right, {wrong} wrong, {missed} missed)"
        return f"{key:<34} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  {counts}"

    def add(self, gold: Mapping[Credit, str], found: Mapping[Credit, Proposal], language: str) -> list[str]:
        """Count one article; return what differs, a line each."""
        differences = []
        for credit in sorted({*gold, *found}):
            counter = self.right if credit in gold and credit in found else self.wrong
            counter = self.missed if credit not in found else counter
            pattern = gold.get(credit) or found[credit].pattern if credit in found else gold[credit]
            group = {"ambassador": "ambassadors", "house": "appointments"}.get(credit[1], "credits")
            keys = [group]
            if group == "credits":
                keys += [f"role {credit[1]}", f"language {language}", f"phrase {pattern}"]
            counter.update(keys)
            if counter is not self.right:
                kind = "wrong" if counter is self.wrong else "missed"
                differences.append(f"{kind:<7}{' / '.join(credit)}  [{pattern}]")
        self.articles += 1
        return differences

    def check_spans(self, article: Article, found: Mapping[Credit, Proposal], cited: Cited) -> list[str]:
        """Count the spans that are right; return those that are not, a line each."""
        wrong = []
        for credit, proposal in found.items():
            right = span_is_right(article, proposal, cited.get(credit, []))
            self.spans[right] += 1
            if not right:
                wrong.append(f"span   {' / '.join(credit)}  {proposal.span}")
        return wrong


def span_is_right(article: Article, proposal: Proposal, cited: Iterable[Span]) -> bool:
    """Whether the words that a proposal points at say it (see above)."""
    span, printed = proposal.span, proposal.printed
    phrase, name = article.text[span.start : span.end], article.text[printed.start : printed.end]
    in_line = any(line.start <= span.start < span.end <= line.end for line in article.lines)
    last = folded((proposal.agent.members or (proposal.agent.label,))[-1].split()[-1])
    known = bool(proposal.agent.iri) or last in folded(name) or folded(name) in folded(proposal.agent.label)
    inside = span.start <= printed.start and printed.end <= span.end
    places = list(cited)
    overlaps = not places or any(each.start < span.end and span.start < each.end for each in places)
    return in_line and inside and known and overlaps and count_words(phrase) <= MAX_PHRASE_WORDS


def members(name: str) -> list[str]:
    """Return the halves of a duo, or the name."""
    return [folded(half) for half in re.split(r"\s+(?:&|and|e|et|x)\s+", name)]


def role_of(kind: str, role: str) -> str:
    """Return under what a role is counted."""
    if kind == "Ambassadorship":
        return "ambassador"
    if kind == "Tenure" or role in OF_A_HOUSE:
        return "house"
    return "talent" if role in CAST else role


def proposed(proposals: Iterable[Proposal], names: Mapping[str, str]) -> dict[Credit, Proposal]:
    """Return the credits among proposals, each with the first proposal that makes it."""
    found: dict[Credit, Proposal] = {}
    for each in proposals:
        house = each.campaign.house
        brand = folded(names.get(house.label, house.gloss or house.label))
        label = each.agent.gloss or each.agent.label
        for member in members(names.get(each.agent.label, names.get(label, label))):
            found.setdefault((brand, role_of(each.kind, each.role), member), each)
    return found


def accepted_sheets(project: Project, ontology: Ontology) -> Sheets:
    """Return what the accepted sheets say by themselves, without anything from those not yet reviewed."""
    every = read_sheets(project.sheets, ontology)
    accepted = {source.id for source in every.sources if source.review == "accepted"}
    return read_sheets([path for path in project.sheets if path.stem in accepted], ontology)


def gold_of_sheets(sheets: Sheets) -> dict[str, Cited]:
    """Return the credits of each source's sheet, by the source's id, each with the places it cites."""
    labels = {iri: entity.labels[0].value for iri, entity in sheets.entities.items()}
    houses: dict[str, str] = {}
    for each in sheets.statements:
        prop, subject, value = each.get("property"), each.get("subject"), each.get("value")
        if not (isinstance(prop, Reference) and local_name(prop.iri) == "brand"):
            continue
        if isinstance(subject, Reference) and isinstance(value, Reference):
            houses[subject.iri] = value.iri
    gold: dict[str, Cited] = defaultdict(lambda: defaultdict(list))
    for each in sheets.statements:
        iris = {key: item.iri for key, item in each.fields if isinstance(item, Reference)}
        if each.kind == "Credit":
            role, agent, house = local_name(iris["role"]), iris["creditedAgent"], houses.get(iris["campaign"])
        elif each.kind == "Ambassadorship":
            role, agent, house = "", iris["agent"], iris["brand"]
        elif each.kind == "Tenure":
            role, agent, house = "", iris["agent"], iris["house"]
        else:
            continue
        brand = folded(labels[house]) if house else "?"
        for member in members(labels[agent]):
            places = [Span(entry.start, entry.end) for entry in each.evidence]
            gold[each.evidence[0].source][brand, role_of(each.kind, role), member] += places
    return gold


def on_sheets(sheets: Sheets, readers: Sequence[Proposer], folders: Iterable[Path], *, show: bool) -> Score:
    """Measure against the accepted sheets whose texts are at hand."""
    score = Score()
    texts = {
        key: file for folder in folders if folder.is_dir() for key, file in texts_by_hash(folder).items()
    }
    gold = gold_of_sheets(sheets)
    for source in sheets.sources:
        if source.sha256 in texts:
            article = read_text(texts[source.sha256].content.decode())
            found = proposed(read_with(readers[0], article, *readers[1:]).proposals, {})
            differences = score.add(dict.fromkeys(gold[source.id], ""), found, source.language[0])
            differences += score.check_spans(article, found, gold[source.id])
            for line in differences if show else ():
                print(f"  {source.id}  {line}")
    return score


def on_facts(
    file: Path,
    articles: Path,
    readers: Sequence[Proposer],
    names: Mapping[str, str],
    show: str,
    *,
    whole: bool = False,
) -> dict[str, Score]:
    """Measure against a file of facts, apart for the articles that are held out unless it is taken whole."""
    scores: dict[str, Score] = defaultdict(Score)
    for row in file.read_text(encoding="utf-8").splitlines():
        fact = json.loads(row)
        text = articles / f"{fact['id']}.txt"
        if not text.is_file():
            continue
        held = not whole and int(hashlib.sha256(fact["id"].encode()).hexdigest(), 16) % 3 == 0
        gold = {
            (folded(brand), ROLES.get(credit["role"], credit["role"]), member): credit["pattern"]
            for campaign in fact["campaigns"]
            for credit in campaign["credits"]
            for member in members(credit["person"])
            for brand in re.split(r"\s+x\s+", campaign["brand"])
        }
        article = read_text(text.read_text(encoding="utf-8"))
        found = proposed(read_with(readers[0], article, *readers[1:]).proposals, names)
        score = scores["all" if whole else "held out" if held else "at hand for writing"]
        differences = score.add(gold, found, fact["lang"]) + score.check_spans(article, found, {})
        if show in ("all", fact["id"]) or (show == "writing" and not held):
            for line in differences:
                print(f"  {fact['id']} {line}")
    return scores


def product_key(label: str) -> str:
    """Return a product's name as names of products are compared: without its noun and what is in brackets."""
    bare = re.sub(r"\(.*?\)", " ", label)
    bare = re.sub(NOUNS, " ", bare, flags=re.I)
    return folded(bare) or folded(label)


NOUNS = r"\b(?:bags?|handbags?|totes?|shoppers?|clutch|sunglasses|bucket|watch)\b|[백包]$|バッグ$"


def on_products(file: Path, articles: Path, readers: Sequence[Proposer], show: str) -> Score:
    """Measure which products of a file of facts are found; a name counts where the text at hand prints it."""
    score = Score()
    first, *others = readers
    for row in file.read_text(encoding="utf-8").splitlines():
        fact = json.loads(row)
        text = articles / f"{fact['id']}.txt"
        if not text.is_file():
            continue
        content = text.read_text(encoding="utf-8")
        printed = folded(content)
        named = {product_key(each) for campaign in fact["campaigns"] for each in campaign["products"]}
        gold = {each for each in named if each in printed}
        remarks = read_with(first, read_text(content), *others).remarks
        things = [value for each in remarks for _, value in each.fields if isinstance(value, Thing)]
        found = {product_key(each.label) for each in things if each.class_name == "Product"}
        for counter, keys, kind in (
            (score.right, gold & found, ""),
            (score.wrong, found - gold, "wrong"),
            (score.missed, gold - found, "missed"),
        ):
            counter["products"] += len(keys)
            for key in sorted(keys) if kind and show in ("all", "products") else ():
                print(f"  {fact['id']} {kind:<7}{key}")
        score.articles += 1
    return score


def print_score(title: str, score: Score, *, detail: bool) -> None:
    """Print one measure."""
    print(f"{title} ({score.articles} articles)")
    for key in ("credits", "ambassadors", "appointments"):
        print("  " + score.line(key))
    print(f"  spans: {score.spans[True]} right, {score.spans[False]} wrong")
    if detail:
        keys = {key for counter in (score.right, score.wrong, score.missed) for key in counter if " " in key}
        for key in sorted(keys):
            print("    " + score.line(key))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    ask = os.environ.get
    parser.add_argument("--texts", type=Path, default=ask("FASHION_KG_TEXTS"))
    parser.add_argument("--facts", type=Path, default=ask("FASHION_KG_FACTS"))
    parser.add_argument("--articles", type=Path, default=ask("FASHION_KG_ARTICLES"))
    parser.add_argument("--names", type=Path, default=ask("FASHION_KG_NAMES"))
    parser.add_argument(
        "--show", default="", help="print what differs: all, writing, sheets, or an article's id"
    )
    parser.add_argument(
        "--proposer",
        action="append",
        metavar="NAME",
        help=f"one of {', '.join(proposer_names())}; or several",
    )
    parser.add_argument("--endpoint", default="", metavar="URL")
    parser.add_argument("--model", default="", metavar="NAME")
    parser.add_argument("--whole", action="store_true", help="hold no article of the facts out")
    parser.add_argument("--detail", action="store_true", help="by role, language and phrase, too")
    given = parser.parse_args()
    project = Project.find()
    ontology = Ontology(project.ontology_files, project.shape_files)
    sheets = accepted_sheets(project, ontology)
    setting = Setting(ontology, sheets.entities, given.endpoint, given.model)
    readers = proposers(given.proposer or [DEFAULT], setting)
    print(f"known names: those of the {len(sheets.sources)} accepted sheets, and of the grammar's own files")
    folders = [project.texts, *([Path(given.texts)] if given.texts else [])]
    score = on_sheets(sheets, readers, folders, show=given.show in ("sheets", "all"))
    measured = score.articles
    if measured:
        print_score("accepted sheets", score, detail=given.detail)
    if given.facts and given.articles:
        content = Path(given.names).read_text(encoding="utf-8") if given.names else "[names]"
        names = tomllib.loads(content)["names"]
        scores = on_facts(
            Path(given.facts), Path(given.articles), readers, names, given.show, whole=given.whole
        )
        for name, found in sorted(scores.items()):
            print_score(f"facts, {name}", found, detail=given.detail)
            measured += found.articles
        products = on_products(Path(given.facts), Path(given.articles), readers, given.show)
        if products.articles:
            print(f"products of the facts ({products.articles} articles)\n  {products.line('products')}")
    if not measured:
        print(
            "no text at hand: name folders of texts in FASHION_KG_TEXTS, "
            "or a file of facts in FASHION_KG_FACTS and its articles in FASHION_KG_ARTICLES",
            file=sys.stderr,
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
