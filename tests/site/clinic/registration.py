"""Registering a new patient: the form, its checks, its way into the books."""

from collections.abc import Mapping
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from tests.site.clinic.access import signed_in
from tests.site.clinic.pages import go, render, tenant_of
from tests.site.clinic.records import DOCTORS
from tests.site.tenant import Submission

FIELDS = ("first_name", "last_name", "born", "doctor", "notes", "consent")


@signed_in
async def new_patient_page(request: Request) -> Response:
    return _page(request, values={}, errors={})


@signed_in
async def new_patient(request: Request) -> Response:
    form = await request.form()
    values = {name: str(form.get(name, "")).strip() for name in FIELDS}
    request.state.submission = Submission("new-patient", values)
    tenant = tenant_of(request)
    if errors := mistakes(values, today=tenant.clock.now().date()):
        return _page(request, values, errors)
    patient = tenant.register(
        name=f"{values['first_name']} {values['last_name']}",
        born=date.fromisoformat(values["born"]),
        doctor=values["doctor"],
        notes=values["notes"],
    )
    return go(request, f"/patients/{patient.id}?registered")


def mistakes(values: Mapping[str, str], today: date) -> dict[str, str]:
    """What is wrong with the form's values, a sentence for each field that must be mended."""
    found = {
        "first_name": "" if values["first_name"] else "Enter the first name.",
        "last_name": "" if values["last_name"] else "Enter the last name.",
        "born": _mistake_in_birthday(values["born"], today),
        "doctor": "" if values["doctor"] in DOCTORS else "Choose a doctor.",
        "consent": "" if values["consent"] else "The patient must agree to the treatment of their data.",
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def _mistake_in_birthday(text: str, today: date) -> str:
    try:
        born = date.fromisoformat(text)
    except ValueError:
        return "Enter the date of birth."
    return "The date of birth lies in the future." if born > today else ""


def _page(request: Request, values: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    return render(request, "new_patient.html", values=values, errors=errors, doctors=DOCTORS)
