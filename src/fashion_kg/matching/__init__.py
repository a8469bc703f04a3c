"""Which names may mean one thing, and why. Nothing here decides or merges: a person does.

* ``compare(one, other, kind)`` says how alike two names are, with reasons that add up.
* ``nearest(name, kind, index)`` finds the known things that a name may mean, the likeliest first.
* ``NameIndex(things)`` holds the names of things, and yields the pairs that are worth a look.

Names alone are known to fail: a score is how much the names say, and context is added by whoever has it
(``Likeness.beside``).
"""

from fashion_kg.matching.comparing import PERSON, compare
from fashion_kg.matching.index import Candidate, NameIndex, Thing, best_names, nearest
from fashion_kg.matching.likeness import Frequencies, Likeness, Reason

__all__ = [
    "PERSON",
    "Candidate",
    "Frequencies",
    "Likeness",
    "NameIndex",
    "Reason",
    "Thing",
    "best_names",
    "compare",
    "nearest",
]
