"""The clinic's patients and their visits, invented and the same at every start."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from tests.site.people import name

DOCTORS = ("Dr. Adeyemi", "Dr. Brandt", "Dr. Choudhury", "Dr. Laurent", "Dr. Nakamura", "Dr. Silva")
REASONS = (
    "Annual check-up", "Blood test", "Follow-up", "Vaccination", "Back pain", "Skin rash", "Eye test", "Migraine",
    "Allergy test", "X-ray", "Physiotherapy",
)  # fmt: skip

PATIENT_COUNT = 36
FREQUENT_VISITOR = 7
"""The number of the one patient whose visits fill several pages."""

_LATEST_VISIT = date(2026, 9, 30)
_FIRST_BIRTHDAY = date(1938, 2, 11)


@dataclass(frozen=True)
class Visit:
    """One appointment that took place; the amount is in euros."""

    day: date
    doctor: str
    reason: str
    amount: Decimal


@dataclass(frozen=True)
class Patient:
    """A person in the clinic's books, their visits from the latest to the first."""

    id: str
    name: str
    born: date
    doctor: str
    visits: tuple[Visit, ...] = ()
    notes: str = ""

    def matches(self, query: str) -> bool:
        """Whether the query is part of the id or of the name, whatever its case."""
        return query.casefold() in f"{self.id} {self.name}".casefold()

    @property
    def balance(self) -> Decimal:
        """What all visits cost together."""
        return sum((visit.amount for visit in self.visits), Decimal("0.00"))


def patient_id(number: int) -> str:
    """The id under which the patient with this number is kept, from P-1001 on."""
    return f"P-{1000 + number}"


@cache
def first_patients() -> tuple[Patient, ...]:
    """The patients that a clinic starts with."""
    return tuple(map(_patient, range(1, PATIENT_COUNT + 1)))


def _patient(number: int) -> Patient:
    return Patient(
        id=patient_id(number),
        name=str(name(number)),
        born=_FIRST_BIRTHDAY + timedelta(days=number * 811),
        doctor=DOCTORS[number % len(DOCTORS)],
        visits=tuple(_visit(number, nth) for nth in range(_visit_count(number))),
    )


def _visit_count(number: int) -> int:
    return 41 if number == FREQUENT_VISITOR else 3 + number * 7 % 10


def _visit(number: int, nth: int) -> Visit:
    mixed = number * 17 + nth * 29
    return Visit(
        day=_LATEST_VISIT - timedelta(days=number * 3 % 23 + nth * 37),
        doctor=DOCTORS[mixed % len(DOCTORS)],
        reason=REASONS[mixed % len(REASONS)],
        amount=Decimal(3500 + mixed * 137 % 21000).scaleb(-2),
    )
