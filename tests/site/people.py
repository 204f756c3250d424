"""Invented people, the same ones at every start."""

from typing import NamedTuple

FIRST_NAMES = (
    "Amara", "Anna", "Bilal", "Björn", "Carmen", "Chidi", "Daria", "Elif", "Emeka", "Fatima", "Giulia", "Hannah",
    "Ivan", "Jonas", "Kenji", "Leila", "Lucía", "Mateo", "Noor", "Olga", "Priya", "Rafael", "Sofia", "Yusuf",
)  # fmt: skip
LAST_NAMES = (
    "Abadi", "Almeida", "Becker", "Berg", "Castillo", "Costa", "Demir", "Dubois", "Eze", "Fischer", "Haddad", "Ito",
    "Jansen", "Kaya", "Kowalski", "Lindqvist", "Marino", "Moreau", "Novak", "Okafor", "Petrov", "Quispe", "Rossi",
    "Sharma", "Tanaka",
)  # fmt: skip


class Name(NamedTuple):
    """A person's name in its two parts."""

    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first} {self.last}"


def name(number: int) -> Name:
    """The name of the person with this number; no two of the first 600 people share one.

    24 first and 25 last names have no common divisor, so stepping through both lists at once meets every pair.
    """
    return Name(FIRST_NAMES[number * 7 % len(FIRST_NAMES)], LAST_NAMES[number * 11 % len(LAST_NAMES)])
