"""One clinic with its own faults, patients, sessions and memory of what was done to it."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.site.account import Account
from tests.site.clinic.records import PATIENT_COUNT, Patient, first_patients, patient_id
from tests.site.clock import Clock
from tests.site.faults import Faults

LOG_LENGTH = 5_000
"""How many requests a tenant remembers; older ones are forgotten."""


@dataclass(frozen=True)
class Submission:
    """A form that was sent, with what was typed into it, secrets left out."""

    form: str
    fields: Mapping[str, str]


@dataclass(frozen=True)
class Action:
    """One request and how it was answered."""

    time: datetime
    method: str
    path: str
    status: int
    submission: Submission | None = None


@dataclass
class Counters:
    """How often things happened since the tenant was made or reset."""

    requests: int = 0
    patients_pages: int = 0
    sign_ins: int = 0
    refused_sign_ins: int = 0
    registrations: int = 0


@dataclass
class Session:
    """A signed-in browser, with the number of requests it has made."""

    user: str
    requests: int = 0
    code_given: bool = False
    """The second factor of this sign-in was right."""
    put_off: set[str] = field(default_factory=set)
    """Demands that were answered with "later"."""


@dataclass
class Tenant:
    """A clinic of its own: what happens here is not seen by any other tenant."""

    name: str
    faults: Faults
    clock: Clock
    counters: Counters = field(default_factory=Counters)
    log: deque[Action] = field(default_factory=lambda: deque(maxlen=LOG_LENGTH))
    sessions: dict[str, Session] = field(default_factory=dict)
    patients: dict[str, Patient] = field(default_factory=lambda: {patient.id: patient for patient in first_patients()})
    reports_ready: dict[str, datetime] = field(default_factory=dict)
    account: Account = field(default_factory=Account)

    def search(self, query: str) -> list[Patient]:
        """The patients whose id or name contains the query, in the order of their ids; all for an empty one."""
        return [patient for patient in self.patients.values() if patient.matches(query)]

    def find(self, id: str) -> Patient | None:
        """The patient with this id, or nothing where there is none or the records are gone."""
        return None if self.faults.records_gone else self.patients.get(id)

    def register(self, name: str, born: date, doctor: str, notes: str) -> Patient:
        """Take a new patient into the books under the next free id."""
        self.counters.registrations += 1
        number = PATIENT_COUNT + self.counters.registrations
        patient = Patient(id=patient_id(number), name=name, born=born, doctor=doctor, notes=notes)
        self.patients[patient.id] = patient
        return patient

    def order_report(self, id: str) -> None:
        """Start preparing this patient's report; a second order starts anew."""
        self.reports_ready[id] = self.clock.now() + timedelta(seconds=self.faults.report_seconds)

    def is_report_ready(self, id: str) -> bool:
        """Whether a report was ordered for this patient and its time has passed."""
        return id in self.reports_ready and self.reports_ready[id] <= self.clock.now()
