"""The login is refused, blocked, asks for more, or does nothing."""

from functools import partial

from tests.site.states.answers import data, html, in_turn, late, never, redirect
from tests.site.states.catalogue import Case, Kind
from tests.site.states.steps import await_, await_url, click, fill, sign_in, visit
from webmend.domain.failure import Category, SubType

FOLDER = "authentication_error"
C, S = Category.AUTHENTICATION_ERROR, SubType
named = partial(Case, kind=Kind.NAMED, category=C)
other = partial(Case, kind=Kind.OTHER, category=C, sub_type=S.OTHER)
trap = partial(Case, kind=Kind.TRAP, looks_like=C)

INVALID = (
    named(
        id="sparkasse-lindau",
        what="A German savings bank renders its login again, with a sentence that name and PIN do not match.",
        sub_type=S.INVALID_CREDENTIALS,
        pages={"/login": f"{FOLDER}/savings_login.html", "POST /login": f"{FOLDER}/savings_refused.html"},
        nodes=(*sign_in("#name", "#pin", "role=button[Einloggen]"), await_("role=heading[Meine Konten]")),
    ),
    named(
        id="hallam-freight",
        what="A Bootstrap page sends the login by fetch and shows the refusal in an alert box.",
        sub_type=S.INVALID_CREDENTIALS,
        variant=2,
        pages={
            "/login": f"{FOLDER}/freight_spa.html",
            "POST /api/session": data({"message": "We don't recognise that e-mail and password combination."}, 401),
        },
        nodes=(*sign_in("#mail", "#pw", "role=button[Continue]"), click("role=link[Shipments]")),
    ),
    named(
        id="portal-do-utente",
        what="A Portuguese clinic answers a wrong login with a toastr message in the corner.",
        sub_type=S.INVALID_CREDENTIALS,
        variant=3,
        pages={
            "/login": f"{FOLDER}/clinic_toast.html",
            "POST /autenticar": data({"ok": False, "texto": "Utilizador ou palavra-passe incorretos."}),
        },
        nodes=(*sign_in("#utente", "#senha", "#entrar"), await_("role=heading[As minhas marcações]")),
    ),
    named(
        id="ogrenci-bilgi",
        what="A Turkish ASP.NET college system shows a red line in the table of its login form.",
        sub_type=S.INVALID_CREDENTIALS,
        variant=4,
        pages={"/login": f"{FOLDER}/college_login.html", "POST /giris.aspx": f"{FOLDER}/college_refused.html"},
        nodes=(*sign_in("#txtNo", "#txtSifre", "#btnGiris"), click("text=Not Listesi")),
    ),
)

CODE_REFUSED = (
    named(
        id="grants-portal",
        what="The second step marks the field of the one-time code invalid and says that the token is not valid.",
        sub_type=S.MFA_CODE_REJECTED,
        pages={
            "/login": f"{FOLDER}/grants_login.html",
            "POST /login": redirect("/token"),
            "/token": f"{FOLDER}/grants_token.html",
            "POST /token": f"{FOLDER}/grants_token_refused.html",
        },
        nodes=(
            *sign_in("#u", "#p", "role=button[Sign in]"),
            fill("#token", "{{ inputs.code }}"),
            click("role=button[Verify]"),
            await_("role=heading[Open calls]"),
        ),
        inputs={"code": "402913"},
    ),
    named(
        id="mutuelle-des-alpes",
        what="A French insurer has a box for each digit; its script empties them and says that the code is not right.",
        sub_type=S.MFA_CODE_REJECTED,
        variant=2,
        pages={
            "/login": f"{FOLDER}/mutual_boxes.html",
            "POST /api/connexion": data({"etape": "code"}),
            "POST /api/code": data({"erreur": "Le code saisi n'est pas le bon. Il vous reste 2 essais."}, 422),
        },
        nodes=(
            *sign_in("#adh", "#mdp", "#ok"),
            *(fill(f"#c{n}", digit) for n, digit in enumerate("4719", start=1)),
            click("role=button[Valider]"),
            await_("role=heading[Mes remboursements]"),
        ),
    ),
    named(
        id="e-urzad",
        what="A Polish tax office says that the code of the text message is too old, and that a new one was sent.",
        sub_type=S.MFA_CODE_REJECTED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/tax_login.html",
            "POST /login": f"{FOLDER}/tax_sms.html",
            "POST /sms": f"{FOLDER}/tax_sms_stale.html",
        },
        nodes=(
            *sign_in("#nip", "#haslo", "role=button[Zaloguj]"),
            fill("#kod", "{{ inputs.code }}"),
            click("role=button[Potwierdź]"),
            await_("role=link[Moje deklaracje]"),
        ),
        inputs={"code": "55120987"},
    ),
)

SETUP_DEMANDED = (
    named(
        id="brightwage",
        what="A payroll service lets nobody in without an authenticator app: QR code, key and code field.",
        sub_type=S.TFA_SETUP_REQUIRED,
        pages={
            "/login": f"{FOLDER}/payroll_login.html",
            "POST /login": redirect("/enrol"),
            "/enrol": f"{FOLDER}/payroll_enrol.html",
        },
        nodes=(*sign_in("#id", "#pass", "role=button[Log in]"), click("role=link[Payslips]")),
    ),
    named(
        id="aguas-del-sur",
        what="A Spanish water company offers the second factor with a QR code, and a link to do it another time.",
        sub_type=S.TFA_SETUP_REQUIRED,
        variant=2,
        pages={
            "/login": f"{FOLDER}/utility_login.html",
            "POST /acceso": redirect("/seguridad"),
            "/seguridad": f"{FOLDER}/utility_enrol_skip.html",
        },
        nodes=(*sign_in("#dni", "#clave", "role=button[Acceder]"), click("text=Mis facturas")),
    ),
    named(
        id="harbour-it",
        what="An identity server gives the key as text and wants a code and a name for the device.",
        sub_type=S.TFA_SETUP_REQUIRED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/realm_login.html",
            "POST /authenticate": redirect("/required-action?execution=CONFIGURE"),
            "/required-action": f"{FOLDER}/realm_setup.html",
        },
        nodes=(*sign_in("#username", "#password", "#realm-go"), await_url("**/desk/**")),
    ),
)

LOCKED = (
    named(
        id="versorgungswerk",
        what="After the login a German pension fund shows a page without a form: the account has been locked.",
        sub_type=S.ACCOUNT_LOCKED,
        pages={
            "/login": f"{FOLDER}/pension_login.html",
            "POST /login": redirect("/zugang/status"),
            "/zugang/status": f"{FOLDER}/pension_locked.html",
        },
        nodes=(*sign_in("#mnr", "#kw", "role=button[Weiter]"), click("role=link[Beitragskonto]")),
    ),
    named(
        id="northgate-auctions",
        what="The login form comes again under a line that too many attempts have failed.",
        sub_type=S.ACCOUNT_LOCKED,
        variant=2,
        pages={
            "/login": f"{FOLDER}/auction_login.html",
            "POST /session": html(f"{FOLDER}/auction_throttled.html", 422),
        },
        nodes=(*sign_in("#login", "#password", "role=button[Log in]"), click("role=link[My bids]")),
    ),
    named(
        id="broker-adriatico",
        what="An Italian broker answers with a sweetalert2 dialog: the access has been suspended.",
        sub_type=S.ACCOUNT_LOCKED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/broker_swal.html",
            "POST /ws/login": data(
                {
                    "stato": "KO",
                    "titolo": "Utenza bloccata",
                    "testo": "Dopo cinque tentativi errati l'accesso è stato sospeso. Contatti la Sua filiale.",
                }
            ),
        },
        nodes=(*sign_in("#cod", "#psw", "#vai"), await_("role=heading[Le mie posizioni]")),
    ),
)

SILENT = (
    named(
        id="elm-grove-school",
        what="The portal answers the login by going back to the empty login form, and says nothing.",
        sub_type=S.SILENT_LOGIN_FAILURE,
        pages={"/login": f"{FOLDER}/school_login.html", "POST /login": redirect("/login")},
        nodes=(*sign_in("#email", "#pwd", "role=button[Sign in]"), click("role=link[Reports]")),
    ),
    named(
        id="koerier-plus",
        what="A Dutch single-page application gets an answer without a token and leaves the form as it is.",
        sub_type=S.SILENT_LOGIN_FAILURE,
        variant=2,
        pages={"/login": f"{FOLDER}/courier_spa.html", "POST /api/login": data({"token": None})},
        nodes=(*sign_in("#g", "#w", "#b"), await_("role=heading[Zendingen]")),
    ),
    named(
        id="katastr",
        what="The login sets a cookie that the site does not accept and comes round to its form over three redirects.",
        sub_type=S.SILENT_LOGIN_FAILURE,
        variant=3,
        pages={
            "/login": f"{FOLDER}/registry_bounce.html",
            "POST /j_security_check": redirect("/katastr/", {"JSESSIONID": "0A93C"}, status=302),
            "/katastr/": redirect("/katastr/uvod"),
            "/katastr/uvod": redirect("/login"),
        },
        nodes=(*sign_in("#j_username", "#j_password", "role=button[Přihlásit]"), click("text=Vyhledat parcelu")),
    ),
)

DENIED = (
    named(
        id="aurora-air",
        what="A frame of reCAPTCHA in a veil lies over the search for bookings.",
        sub_type=S.ACCESS_DENIED,
        pages={"/": f"{FOLDER}/airline_robot.html", "/recaptcha/api2/anchor": f"{FOLDER}/airline_anchor.html"},
        nodes=(visit("/"), fill("#ref", "K7Q2LM"), click("#find")),
    ),
    named(
        id="orders-kettleandco",
        host="orders.kettleandco.example",
        what="The edge in front of a shop answers 403 with a reference number.",
        sub_type=S.ACCESS_DENIED,
        variant=2,
        pages={"/orders": html(f"{FOLDER}/shop_edge.html", 403)},
        nodes=(visit("/orders"), click("role=link[Latest order]")),
    ),
    named(
        id="wohngeld",
        what="The login works, but the role of this user may not open the page that approves payments.",
        sub_type=S.ACCESS_DENIED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/ministry_login.html",
            "POST /anmelden": redirect("/start", {"sid": "b71c"}),
            "/start": f"{FOLDER}/ministry_home.html",
            "/auszahlung": html(f"{FOLDER}/ministry_role.html", 403),
        },
        nodes=(
            *sign_in("#kennung", "#pw", "role=button[Anmelden]"),
            click("role=link[Auszahlung freigeben]"),
            click("role=button[Alle freigeben]"),
        ),
    ),
    named(
        id="tickets-fenwick",
        host="tickets.fenwick.example",
        what="A challenge in front of a ticket shop checks the browser, and does not come to an end.",
        sub_type=S.ACCESS_DENIED,
        variant=4,
        pages={"/": html(f"{FOLDER}/tickets_challenge.html", 403, server="edge", cf_mitigated="challenge")},
        nodes=(visit("/"), click("role=link[My tickets]")),
    ),
)

OTHERS = (
    other(
        id="ridgeway-bank",
        what="The bank has sent a code by text message and asks for it; the workflow has no step for that.",
        pages={
            "/login": f"{FOLDER}/bank_login.html",
            "POST /login": redirect("/otp"),
            "/otp": f"{FOLDER}/bank_asks_sms.html",
        },
        nodes=(*sign_in("#cn", "#pp", "role=button[Next]"), click("role=link[Statements]")),
    ),
    other(
        id="fjordmoln",
        what="A Swedish cloud waits for the login to be approved on a telephone, with a number to choose there.",
        variant=2,
        pages={
            "/login": f"{FOLDER}/cloud_login.html",
            "POST /login": redirect("/godkann"),
            "/godkann": f"{FOLDER}/cloud_push.html",
        },
        nodes=(*sign_in("#epost", "#losen", "role=button[Logga in]"), await_("role=heading[Mina filer]")),
    ),
    other(
        id="castlerock",
        what="From a new place, the broker asks one of the security questions.",
        variant=3,
        pages={
            "/login": f"{FOLDER}/broker_login.html",
            "POST /login": redirect("/challenge"),
            "/challenge": f"{FOLDER}/broker_question.html",
        },
        nodes=(*sign_in("#client", "#secret", "role=button[Enter]"), click("text=Portfolio")),
    ),
    other(
        id="new-device",
        what="A new device has to be confirmed by a link in a mail before the login ends.",
        variant=4,
        pages={
            "/login": f"{FOLDER}/cloud_login.html",
            "POST /login": redirect("/check-inbox"),
            "/check-inbox": f"{FOLDER}/social_new_device.html",
        },
        nodes=(*sign_in("#epost", "#losen", "role=button[Logga in]"), click("role=link[Messages]")),
    ),
)

TRAPS = (
    trap(
        id="stadtwerke-oberau",
        what="Looks like a refused login: an alert above the form. It says that the systems are down for the night.",
        category=Category.SERVICE_UNAVAILABLE,
        sub_type=S.MAINTENANCE_DOWNTIME,
        pages={"/login": f"{FOLDER}/energy_login.html", "POST /login": f"{FOLDER}/energy_night.html"},
        nodes=(*sign_in("#knr", "#pw", "role=button[Anmelden]"), click("role=link[Zählerstand]")),
    ),
    trap(
        id="depot-login-pending",
        what="Looks like a login that was not accepted, the form is still there: its answer is only on the way.",
        category=Category.PAGE_STILL_LOADING,
        sub_type=S.NAVIGATION_IN_PROGRESS,
        variant=2,
        pages={"/login": f"{FOLDER}/depot_login.html", "POST /login": never},
        nodes=(
            visit("/login"),
            fill("#user", "{{ credentials.portal.username }}"),
            fill("#pass", "{{ credentials.portal.password }}"),
            click("role=button[Log in]", expect=[{"url": "**/stock"}]),
        ),
    ),
    trap(
        id="workspace-flow",
        what="Says that the login timed out, and in its details that the account is locked.",
        looks_like=Category.SERVICE_UNAVAILABLE,
        category=C,
        sub_type=S.ACCOUNT_LOCKED,
        variant=3,
        pages={
            "/login": f"{FOLDER}/depot_login.html",
            "POST /login": late(1, redirect("/flow/timeout")),
            "/flow/timeout": f"{FOLDER}/workspace_timed_out.html",
        },
        nodes=(*sign_in("#user", "#pass", "role=button[Log in]"), await_("role=link[Start session]", wait_time="4s")),
    ),
    trap(
        id="depot-first-post-lost",
        what="Looks like a silent refusal: the service behind the login answers its first call with an error.",
        category=Category.SERVICE_UNAVAILABLE,
        sub_type=S.HTTP_ERROR,
        variant=4,
        pages={
            "/login": f"{FOLDER}/depot_login.html",
            "POST /login": in_turn(html("<h1>502 Bad Gateway</h1><hr><center>nginx</center>", 502), redirect("/stock")),
        },
        nodes=(*sign_in("#user", "#pass", "role=button[Log in]"), click("role=link[Stock]")),
    ),
)

CASES = (*INVALID, *CODE_REFUSED, *SETUP_DEMANDED, *LOCKED, *SILENT, *DENIED, *OTHERS, *TRAPS)
