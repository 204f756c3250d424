"""A value is empty, unfinished, refused, not offered, or fits several."""

from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import click, fill, read, select, visit
from webmend.domain.failure import Category, SubType

FOLDER = "incorrect_form_inputs"
C, S = Category.INCORRECT_FORM_INPUTS, SubType

NO_OPTION = (
    Case(
        id="klinikum-ost",
        what="The list of departments is filled; the one that is asked for is not among them.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.NO_MATCHING_OPTION,
        pages={"/termin": f"{FOLDER}/department_select.html"},
        nodes=(visit("/termin"), select("#fach", "{{ inputs.department }}", name="Fachabteilung wählen")),
        inputs={"department": "Dermatologie"},
    ),
    Case(
        id="credit-forestier",
        what="A Select2 offers four branches, and none in Lyon.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.NO_MATCHING_OPTION,
        variant=2,
        pages={"/rdv": f"{FOLDER}/branch_select2.html"},
        nodes=(visit("/rdv"), select(".select2-selection", "{{ inputs.branch }}", name="Choisir l'agence")),
        inputs={"branch": "Lyon Part-Dieu"},
    ),
    Case(
        id="cita-previa",
        what="An open list of its own making has three procedures, and not the one that is asked for.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.NO_MATCHING_OPTION,
        variant=3,
        pages={"/": f"{FOLDER}/procedure_listbox.html"},
        nodes=(visit("/"), select("#tramites", "{{ inputs.procedure }}", name="Elegir el trámite")),
        inputs={"procedure": "Certificado de convivencia"},
    ),
    Case(
        id="staff-travel",
        what="The suggestions for the airport that was typed are none: they do not fly there.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.NO_MATCHING_OPTION,
        variant=4,
        pages={"/": f"{FOLDER}/airport_typeahead.html"},
        nodes=(
            visit("/"),
            fill("#to", "{{ inputs.airport }}", name="Type the airport"),
            click("//li[@role='option'][contains(., '{{ inputs.airport }}')]", name="Take the suggestion"),
        ),
        inputs={"airport": "Tromsø"},
    ),
)

EMPTY = (
    Case(
        id="patient-lookup",
        what="The run was started without a hospital number.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.EMPTY_SELECTOR_VALUE,
        pages={"/": f"{FOLDER}/patient_lookup.html"},
        nodes=(visit("/"), fill("label=Hospital number", "{{ inputs.mrn }}", name="Enter the hospital number")),
        inputs={"mrn": ""},
    ),
    Case(
        id="rekeningen",
        what="The name of the account, on which the selector is built, is empty.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.EMPTY_SELECTOR_VALUE,
        variant=2,
        pages={"/": f"{FOLDER}/accounts_by_name.html"},
        nodes=(visit("/"), click("role=link[{{ inputs.account }}]", name="Rekening openen")),
        inputs={"account": ""},
    ),
    Case(
        id="dispatch-desk",
        what="The tracking number that an earlier step read is empty: the parcel has none yet.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.EMPTY_SELECTOR_VALUE,
        variant=3,
        pages={"/order": f"{FOLDER}/parcel_without_number.html"},
        nodes=(
            visit("/order"),
            read("#tracking", id="tracking", name="Read the tracking number"),
            fill("label=Tracking number", "{{ steps.tracking.value }}", name="Tell the tracking number"),
        ),
    ),
)

UNRESOLVED = (
    Case(
        id="crm-contacts",
        what="The name that came in is a placeholder of the system before: nobody is called like that.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.UNRESOLVED_TEMPLATE,
        pages={"/": f"{FOLDER}/crm_contacts.html"},
        nodes=(
            visit("/"),
            fill("#q", "{{ inputs.contact }}", name="Search the contact"),
            click("#out a", name="Open the contact"),
        ),
        inputs={"contact": "${contact.fullName}"},
    ),
    Case(
        id="nyt-brev",
        what="The step wants a value of a step that was skipped.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.UNRESOLVED_TEMPLATE,
        variant=2,
        pages={"/brev": f"{FOLDER}/letter_salutation.html"},
        nodes=(
            visit("/brev"),
            read(
                "h1",
                id="recipient",
                name="Læs modtager",
                runIf={"value": "{{ inputs.known }}", "operator": "Equals", "to": "no"},
            ),
            fill("label=Modtager", "{{ steps.recipient.value }}", name="Skriv modtager"),
        ),
        inputs={"known": "yes"},
    ),
    Case(
        id="loan-calculator",
        what="The amount is NaN: whoever started the run could not compute it. The page computes on.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.UNRESOLVED_TEMPLATE,
        variant=3,
        pages={"/": f"{FOLDER}/loan_amount.html"},
        nodes=(
            visit("/"),
            fill("#a", "{{ inputs.amount }}", name="Enter the amount"),
            click(
                "role=button[Work it out]", name="Work out the instalment", expect=[{"text": "Monthly instalment: 1"}]
            ),
        ),
        inputs={"amount": "NaN"},
    ),
)

REFUSED = (
    Case(
        id="register-a-birth",
        what="The date field takes no such date.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.FIELD_VALIDATION_ERROR,
        pages={"/": f"{FOLDER}/birth_date.html"},
        nodes=(visit("/"), fill("#dob", "{{ inputs.born }}", name="Date of birth")),
        inputs={"born": "31/11/2026"},
    ),
    Case(
        id="scelta-medico",
        what="The form marks the tax code as wrong and does not go on.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.FIELD_VALIDATION_ERROR,
        variant=2,
        pages={"/": f"{FOLDER}/fiscal_code.html"},
        nodes=(
            visit("/"),
            fill("#cf", "{{ inputs.code }}", name="Codice fiscale"),
            click("role=button[Prosegui]", name="Prosegui"),
            click("role=link[Dott.ssa Ferri]", name="Scegliere il medico"),
        ),
        inputs={"code": "RSSMRA85"},
    ),
    Case(
        id="blue-badge",
        what="The server gives the form back with a summary of what is wrong in it.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.FIELD_VALIDATION_ERROR,
        variant=3,
        pages={"/nino": f"{FOLDER}/benefit_form.html", "/benefit_refused.html": f"{FOLDER}/benefit_refused.html"},
        nodes=(
            visit("/nino"),
            fill("#nino", "{{ inputs.nino }}", name="National Insurance number"),
            click("role=button[Continue]", name="Continue", expect=[{"text": "What is your address?"}]),
        ),
        inputs={"nino": "QQ12"},
    ),
    Case(
        id="gazora",
        what="The field keeps five digits of the seven that are typed.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.FIELD_VALIDATION_ERROR,
        variant=4,
        pages={"/": f"{FOLDER}/meter_short_field.html"},
        nodes=(visit("/"), fill("#allas", "{{ inputs.reading }}", name="Mérőállás")),
        inputs={"reading": "1204418"},
    ),
)

FURTHER_PAGES = (
    Case(
        id="members",
        what="A DataTable shows the first ten of 57 members; the one wanted is on a later page.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.PAGINATION_MISSING,
        pages={"/": f"{FOLDER}/members_datatables.html"},
        nodes=(visit("/"), click("role=link[Open {{ inputs.member }}]", name="Open the member")),
        inputs={"member": "4052"},
    ),
    Case(
        id="diario-municipal",
        what="The first of 78 pages of acts is shown; the act wanted is years old.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.PAGINATION_MISSING,
        variant=2,
        pages={"/": f"{FOLDER}/acts_numbered_pages.html"},
        nodes=(visit("/"), click("role=link[{{ inputs.act }}]", name="Abrir o ato")),
        inputs={"act": "Decreto 12/2024"},
    ),
    Case(
        id="postfach",
        what="Three of 48 letters are shown; the older ones come only at the press of a button.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.PAGINATION_MISSING,
        variant=3,
        pages={"/": f"{FOLDER}/letters_more_button.html"},
        nodes=(visit("/"), click("role=link[Kontoauszug {{ inputs.month }}]", name="Kontoauszug öffnen")),
        inputs={"month": "02/2025"},
    ),
)

SEVERAL = (
    Case(
        id="riverside-surgery",
        what="Three patients have the name that was searched for.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.MULTIPLE_MATCHING_RESULTS_FOUND,
        pages={"/results": f"{FOLDER}/smiths.html"},
        nodes=(visit("/results"), click("role=link[{{ inputs.patient }}]", name="Open the patient")),
        inputs={"patient": "Smith, John"},
    ),
    Case(
        id="ward-round",
        what="Two wards come equally close to the one that is asked for.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.MULTIPLE_MATCHING_RESULTS_FOUND,
        variant=2,
        pages={"/": f"{FOLDER}/ward_near_twins.html"},
        nodes=(visit("/"), {**select("#w", "x", name="Choose the ward"), "select": {"match": "{{ inputs.ward }}"}}),
        inputs={"ward": "Cardiology"},
    ),
    Case(
        id="zgloszenie-usterki",
        what="Two towns have a street of that name, and both are suggested.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.MULTIPLE_MATCHING_RESULTS_FOUND,
        variant=3,
        pages={"/": f"{FOLDER}/street_suggestions.html"},
        nodes=(
            visit("/"),
            fill("#ul", "{{ inputs.street }}", name="Ulica"),
            click("role=option[{{ inputs.street }}]", name="Wybierz ulicę"),
        ),
        inputs={"street": "Polna"},
    ),
    Case(
        id="registre-du-commerce",
        what="The register itself says that 27 companies have the name, and shows none of them.",
        kind=Kind.NAMED,
        category=C,
        sub_type=S.MULTIPLE_MATCHING_RESULTS_FOUND,
        variant=4,
        pages={"/": f"{FOLDER}/company_narrow_down.html"},
        nodes=(
            visit("/"),
            fill("label=Raison sociale", "{{ inputs.company }}", name="Raison sociale"),
            click("role=button[Chercher]", name="Chercher"),
            click("role=link[Extrait]", name="Ouvrir l'extrait"),
        ),
        inputs={"company": "Martin"},
    ),
)

OTHER = (
    Case(
        id="county-court",
        what="There is no case of the number that is searched for.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        pages={"/": f"{FOLDER}/case_number_unknown.html"},
        nodes=(
            visit("/"),
            fill("#n", "{{ inputs.case }}", name="Case number"),
            click("role=button[Search]", name="Search"),
            click("#r a", name="Open the case"),
        ),
        inputs={"case": "998811"},
    ),
    Case(
        id="transferencias",
        what="Every field is well formed, but the amount is more than there is in the account.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=2,
        pages={"/": f"{FOLDER}/transfer_over_balance.html"},
        nodes=(
            visit("/"),
            fill("label=Beneficiario", "{{ inputs.to }}", name="Beneficiario"),
            fill("label=Importe", "{{ inputs.amount }}", name="Importe"),
            click("role=button[Continuar]", name="Continuar", expect=[{"text": "Firme la operación"}]),
        ),
        inputs={"to": "Luz Herrero", "amount": "5000"},
    ),
    Case(
        id="registrace-vozidla",
        what="A vehicle of that number has been registered already.",
        kind=Kind.OTHER,
        category=C,
        sub_type=S.OTHER,
        variant=3,
        pages={"/": f"{FOLDER}/plate_already_there.html"},
        nodes=(
            visit("/"),
            fill("label=SPZ", "{{ inputs.plate }}", name="SPZ"),
            click("role=button[Uložit]", name="Uložit", expect=[{"text": "Uloženo"}]),
        ),
        inputs={"plate": "3AB 1182"},
    ),
)

TRAPS = (
    Case(
        id="message-templates",
        what="The braces are the text that the user wants to keep; what failed is the button's new name.",
        kind=Kind.TRAP,
        category=Category.XPATH_INCORRECT,
        sub_type=S.SELECTOR_NO_MATCH,
        looks_like=C,
        pages={"/": f"{FOLDER}/template_editor.html"},
        nodes=(
            visit("/"),
            fill("#txt", "{{ inputs.text }}", name="Write the template"),
            click("role=button[Save this version]", name="Save this version"),
        ),
        inputs={"text": "Dear {{firstName}}, your card is ready."},
    ),
    Case(
        id="room-booking",
        what="The list of rooms is marked as invalid while it is empty: its rooms are still being fetched.",
        kind=Kind.TRAP,
        category=Category.PAGE_STILL_LOADING,
        sub_type=S.LAZY_CONTENT_PENDING,
        looks_like=C,
        pages={"/": f"{FOLDER}/rooms_select_empty.html"},
        nodes=(visit("/"), select("#r", "{{ inputs.room }}", name="Choose the room")),
        inputs={"room": "2.14"},
    ),
)

CASES = (*NO_OPTION, *EMPTY, *UNRESOLVED, *REFUSED, *FURTHER_PAGES, *SEVERAL, *OTHER, *TRAPS)
