"""The login passed, and a later step fails through the site's own data, order of work, or partner."""

from functools import partial

from tests.site.states.answers import Answer, data, redirect
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import Step, await_, click, fill, read, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "upstream_error"
C, S = Category.UPSTREAM_ERROR, SubType
named = partial(Case, kind=Kind.NAMED, category=C)
other = partial(Case, kind=Kind.OTHER, category=C, sub_type=S.OTHER)
trap = partial(Case, kind=Kind.TRAP, looks_like=C)


def _signed_in(start: str) -> dict[str, Answer]:
    """A login that works and leads there."""
    return {"/login": f"{FOLDER}/login.html", "POST /login": redirect(start, {"sid": "u1"})}


def _sign_in() -> tuple[Step, ...]:
    return sign_in("#user", "#pass", "role=button[Sign in]")


PREREQUISITE = (
    named(
        id="claims-desk",
        what="A claim cannot be made: the customer has no policy yet, and the page says to create it first.",
        sub_type=S.PREREQUISITE_NOT_MET,
        pages={
            **_signed_in("/claims"),
            "/claims": f"{FOLDER}/claims_home.html",
            "/claims/new": f"{FOLDER}/claims_no_policy.html",
        },
        nodes=(*_sign_in(), click("role=link[New claim]"), fill("#incident", "Burst pipe")),
    ),
    named(
        id="bauantrag",
        what="A German building authority lets nobody file before the second part of the form is complete.",
        sub_type=S.PREREQUISITE_NOT_MET,
        variant=2,
        pages={**_signed_in("/antrag/4711"), "/antrag/4711": f"{FOLDER}/steps.html"},
        nodes=(*_sign_in(), await_("role=heading[Bauantrag 4711]"), click("role=button[Antrag einreichen]")),
    ),
    named(
        id="addebiti",
        what="A call is answered 422: there is no signed mandate for this debit.",
        sub_type=S.PREREQUISITE_NOT_MET,
        variant=3,
        pages={
            **_signed_in("/addebiti"),
            "/addebiti": f"{FOLDER}/mandate.html",
            "POST /api/addebiti": data(
                {"messaggio": "Prima di avviare l'addebito è necessario registrare il mandato del cliente."}, 422
            ),
        },
        nodes=(*_sign_in(), click("role=button[Avvia addebito]"), await_("text=Addebito avviato")),
    ),
)

RACE = (
    named(
        id="inventory-5512",
        what="Saving is answered 409: somebody else has changed the record since it was opened.",
        sub_type=S.TIMING_RACE,
        pages={
            **_signed_in("/items/5512"),
            "/items/5512": f"{FOLDER}/lock.html",
            "PUT /api/items/5512": data(
                {"detail": "This record was changed by another user after you opened it. Nothing was saved."},
                409,
            ),
        },
        nodes=(
            *_sign_in(),
            fill("#q", "7"),
            click("role=button[Save]"),
            await_("text=Saved at"),
        ),
    ),
    named(
        id="transcripts",
        what="The order is taken, and its file is asked for before the site has made it: 425 Too Early.",
        sub_type=S.TIMING_RACE,
        variant=2,
        pages={
            **_signed_in("/transcripts"),
            "/transcripts": f"{FOLDER}/transcript.html",
            "POST /api/orders": data({"id": 91}, 202),
            "/api/orders/91/file": data({"message": "The file has not been generated yet."}, 425),
        },
        nodes=(*_sign_in(), click("role=button[Order transcript]"), click("role=link[Download transcript]")),
    ),
    named(
        id="virement",
        what="A French bank is still recording the payee of the step before, and takes no transfer until it is done.",
        sub_type=S.TIMING_RACE,
        variant=3,
        pages={
            **_signed_in("/virement"),
            "/virement": f"{FOLDER}/transfer.html",
            "POST /virement": f"{FOLDER}/transfer_race.html",
        },
        nodes=(*_sign_in(), fill("#m", "40"), click("role=button[Valider]"), await_("text=Virement enregistré")),
    ),
)

TRANSIENT = (
    named(
        id="kitchen-plan",
        what="A call is answered 500, and a notyf message says that something went wrong.",
        sub_type=S.TRANSIENT_SITE_ISSUE,
        pages={
            **_signed_in("/plan"),
            "/plan": f"{FOLDER}/notyf.html",
            "POST /api/plan": data({"error": "internal"}, 500),
        },
        nodes=(*_sign_in(), click("role=button[Make the plan]"), click("#plan li:first-child a")),
    ),
    named(
        id="wnioski",
        what="A Polish office renders its page with status 200 and an alert: an unexpected error, try again.",
        sub_type=S.TRANSIENT_SITE_ISSUE,
        variant=2,
        pages={
            **_signed_in("/wnioski"),
            "/wnioski": f"{FOLDER}/inline_error.html",
            "POST /wnioski": f"{FOLDER}/inline_error_after.html",
        },
        nodes=(*_sign_in(), click("role=button[Pobierz listę]"), read("#wniosek-1")),
    ),
    named(
        id="depot-tracker",
        what="A GraphQL call answers 200 with errors, and a toast says that the data could not be read this time.",
        sub_type=S.TRANSIENT_SITE_ISSUE,
        variant=3,
        pages={
            **_signed_in("/depots"),
            "/depots": f"{FOLDER}/widget.html",
            "POST /graphql": data({"data": None, "errors": [{"message": "upstream connect error"}]}),
        },
        nodes=(*_sign_in(), click("role=button[Track all]"), read("#rows tr:first-child td")),
    ),
)

SILENT = (
    named(
        id="contact-book",
        what="The site says that the contact was saved; the list that follows is empty.",
        sub_type=S.SILENT_UPSTREAM_FAILURE,
        pages={
            **_signed_in("/contacts/new"),
            "/contacts/new": f"{FOLDER}/saved.html",
            "POST /contacts": redirect("/contacts"),
            "/contacts": f"{FOLDER}/contacts_empty.html",
        },
        nodes=(
            *_sign_in(),
            fill("#name", "{{ inputs.name }}"),
            click("role=button[Save contact]", expect=[{"text": "Saved."}]),
            click("text={{ inputs.name }}"),
        ),
        inputs={"name": "Rasmus Lindqvist"},
    ),
    named(
        id="expedientes",
        what="A Spanish registry confirms a file, and the search for its number finds nothing.",
        sub_type=S.SILENT_UPSTREAM_FAILURE,
        variant=2,
        pages={
            **_signed_in("/alta"),
            "/alta": f"{FOLDER}/register.html",
            "POST /alta": f"{FOLDER}/registered.html",
            "/expedientes": f"{FOLDER}/search.html",
            "/api/expedientes": data([]),
        },
        nodes=(
            *_sign_in(),
            fill("#n", "{{ inputs.number }}"),
            click("role=button[Dar de alta]", expect=[{"text": "registrado correctamente"}]),
            click("role=link[Ver expedientes]"),
            fill("#n", "{{ inputs.number }}"),
            click("role=button[Buscar]"),
            read("#r tr:first-child"),
        ),
        inputs={"number": "EX-2026-771"},
    ),
    named(
        id="report-builder",
        what="A report ends without a word of a fault and has no rows; the step expects some.",
        sub_type=S.SILENT_UPSTREAM_FAILURE,
        variant=3,
        pages={**_signed_in("/reports"), "/reports": f"{FOLDER}/export.html", "POST /api/run": data({"rows": []})},
        nodes=(*_sign_in(), click("role=button[Run report]", expect=[{"element": {"selectors": [{"css": "#rows"}]}}])),
    ),
)

OTHERS = (
    other(
        id="payment-batch",
        what="The clearing house behind the site refuses the batch with a code of its own.",
        pages={
            **_signed_in("/payments"),
            "/payments": f"{FOLDER}/clearing.html",
            "POST /api/batch": data({"text": "Batch rejected by the clearing house (reason 0417)."}),
        },
        nodes=(*_sign_in(), click("role=button[Send batch]"), await_("text=Batch accepted")),
    ),
    other(
        id="bonitaet",
        what="A German site passes on that its partner has turned the request down with code E-17.",
        variant=2,
        pages={
            **_signed_in("/auskunft"),
            "/auskunft": f"{FOLDER}/rates.html",
            "POST /auskunft": f"{FOLDER}/rates_partner.html",
        },
        nodes=(*_sign_in(), click("role=button[Auskunft abrufen]"), read("#score")),
    ),
    other(
        id="address-check",
        what="The provider that the site asks for addresses has stopped serving it, since its contract is used up.",
        variant=3,
        pages={
            **_signed_in("/check"),
            "/check": f"{FOLDER}/quota.html",
            "POST /api/check": data({"why": "Our address provider refused: the contingent of this month is used up."}),
        },
        nodes=(*_sign_in(), click("role=button[Check all]"), await_("text=All addresses checked")),
    ),
)

TRAPS = (
    trap(
        id="lastschrift",
        what="A toast says that something went wrong; beside the field stands that the IBAN is not valid.",
        category=Category.INCORRECT_FORM_INPUTS,
        sub_type=S.FIELD_VALIDATION_ERROR,
        pages={"/": f"{FOLDER}/iban.html"},
        nodes=(
            visit("/"),
            fill("#iban", "{{ inputs.iban }}"),
            click("role=button[Speichern]"),
            await_("text=Mandat gespeichert"),
        ),
        inputs={"iban": "DE00123456781234567890"},
    ),
    trap(
        id="ledger-book",
        what="The table says that there are no entries while a spinner turns over it: they are on their way.",
        category=Category.PAGE_STILL_LOADING,
        sub_type=S.SPINNER_VISIBLE,
        variant=2,
        pages={"/": f"{FOLDER}/ledger_pending.html"},
        nodes=(visit("/"), click("role=link[Newest entry]")),
    ),
)

CASES = (*PREREQUISITE, *RACE, *TRANSIENT, *SILENT, *OTHERS, *TRAPS)
