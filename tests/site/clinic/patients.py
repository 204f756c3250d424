"""Patients: the list, the record with its visits, the statement and the report."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.site.clinic.access import signed_in
from tests.site.clinic.pages import Page, go, render, tenant_of
from tests.site.clinic.records import Patient, Visit
from tests.site.tenant import Submission

PATIENTS_A_PAGE = 10
VISITS_A_PAGE = 12
APPOINTMENT_TIMES = ("08:30", "09:00", "09:20", "10:15", "11:40", "14:00")


@signed_in
async def today(request: Request) -> Response:
    tenant = tenant_of(request)
    appointments = list(zip(APPOINTMENT_TIMES, tenant.patients.values(), strict=False))
    return render(request, "today.html", appointments=appointments, patients=len(tenant.patients))


@signed_in
async def search(request: Request) -> Response:
    tenant, query = tenant_of(request), request.query_params.get("q", "").strip()
    tenant.counters.patients_pages += 1
    found = tenant.search(query)
    page = Page.of(found, request.query_params.get("page"), PATIENTS_A_PAGE)
    is_late = tenant.faults.is_late(tenant.counters.patients_pages)
    return render(request, "patients.html", query=query, found=len(found), page=page, is_late=is_late)


@signed_in
async def open_record(request: Request) -> Response:
    """The form that opens a record by the patient's id; one that is in no book is said to be so at its field."""
    id = request.query_params.get("id", "").strip()
    if tenant_of(request).find(id):
        return go(request, f"/patients/{id}")
    return render(request, "open_record.html", id=id, refused="id" in request.query_params)


@signed_in
async def record(request: Request) -> Response:
    patient = _patient(request)
    shown = patient.visits[: tenant_of(request).faults.visits_shown]
    page = Page.of(shown, request.query_params.get("page"), VISITS_A_PAGE)
    return render(request, "patient.html", patient=patient, page=page, is_new="registered" in request.query_params)


@signed_in
async def statement(request: Request) -> Response:
    patient = _patient(request)
    disposition = f'attachment; filename="statement-{patient.id}.csv"'
    return Response(_csv(patient), media_type="text/csv", headers={"Content-Disposition": disposition})


@signed_in
async def order_report(request: Request) -> Response:
    patient = _patient(request)
    request.state.submission = Submission("report", {"patient": patient.id})
    tenant_of(request).order_report(patient.id)
    return go(request, f"/patients/{patient.id}/report")


@signed_in
async def report(request: Request) -> Response:
    patient = _patient(request)
    is_ready = tenant_of(request).is_report_ready(patient.id)
    return render(request, "report.html", patient=patient, is_ready=is_ready, doctors=by_doctor(patient.visits))


@signed_in
async def report_status(request: Request) -> Response:
    return JSONResponse({"ready": tenant_of(request).is_report_ready(_patient(request).id)})


class DoctorTotal(NamedTuple):
    """What one doctor's visits of a patient come to, in euros."""

    doctor: str
    visits: int
    amount: Decimal


def by_doctor(visits: Iterable[Visit]) -> list[DoctorTotal]:
    """The visits counted and added up for each doctor, by the doctors' names."""
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for visit in visits:
        amounts[visit.doctor].append(visit.amount)
    return [DoctorTotal(doctor, len(each), sum(each, Decimal())) for doctor, each in sorted(amounts.items())]


def _patient(request: Request) -> Patient:
    id = request.path_params["id"]
    if patient := tenant_of(request).find(id):
        return patient
    raise HTTPException(404, f"There is no patient {id}.")


def _csv(patient: Patient) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("Date", "Doctor", "Reason", "Amount (EUR)"))
    rows.writerows((visit.day, visit.doctor, visit.reason, visit.amount) for visit in patient.visits)
    rows.writerow(("Total", "", "", patient.balance))
    return text.getvalue()
