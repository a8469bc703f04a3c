"""What a project declares already, found by name; new sheets add to it while a folder is read."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping

from fashion_kg.claims import Entity, Text
from fashion_kg.extract.folding import folded
from fashion_kg.namespaces import entity_iri
from fashion_kg.ontology import Ontology


class Declared:
    """What a project declares already, found by name: made once for many sheets.

    Args:
        entities: the things of the graph, by IRI.
    """

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self.entities: dict[str, Entity] = {}
        self._by_name: dict[str, dict[str, Entity]] = {}
        for entity in entities.values():
            self._add(entity)

    def named(self, label: str) -> Iterable[tuple[str, Entity]]:
        """Return the things of a name, in the order in which the project declares them."""
        return self._by_name.get(folded(label), {}).items()

    def learn(self, sheet: str, ontology: Ontology) -> None:
        """Add what a new sheet declares, so that the next one gives it the same label and slug.

        Args:
            sheet: its content, as ``extract`` writes it.
            ontology: the vocabulary.
        """
        said = tomllib.loads(sheet)
        first = said["source"]["language"][0]
        for class_name, path in ontology.paths.items():
            things = said.get(class_name, {})
            for slug, thing in things.items() if isinstance(things, dict) else ():
                label = thing["label"]
                labels = label.items() if isinstance(label, dict) else [(first, label)]
                texts = tuple(Text(value, language) for language, value in labels)
                iri = entity_iri(path, slug)
                if iri not in self.entities:
                    self._add(Entity(iri, class_name, texts))

    def _add(self, entity: Entity) -> None:
        self.entities[entity.iri] = entity
        for text in (*entity.labels, *entity.alternatives):
            self._by_name.setdefault(folded(text.value), {}).setdefault(entity.iri, entity)
