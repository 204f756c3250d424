"""Step 3: what the main document's answer says."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import ERROR_PAGE, LOGIN_FORM, seen

FOUND = {"selector_counts": [1], "target": {"tag": "button", "visible": True, "enabled": False}}
MAINTENANCE = "SERVICE_UNAVAILABLE/MAINTENANCE_DOWNTIME"
HTTP_ERROR = "SERVICE_UNAVAILABLE/HTTP_ERROR"

NEWS = {"role": "dialog", "text": "What is new", "buttons": ["Close"]}

CASES = (
    *cases(
        "challenge_served",
        "AUTHENTICATION_ERROR/ACCESS_DENIED",
        {
            "a 403 with a captcha is a wall, not an error": seen(
                "Navigation", document={"status": 403}, dom={"captcha": True, **ERROR_PAGE}
            ),
            "a 503 with a captcha is a wall too": seen(
                "Navigation", document={"status": 503}, dom={"captcha": True, **ERROR_PAGE}
            ),
        },
        silent={
            "a 403 without one may be anything": seen("Navigation", document={"status": 403}),
        },
    ),
    *cases(
        "maintenance_announced",
        MAINTENANCE,
        {
            **{
                f"a headline in {language} announces maintenance": seen(document={"status": 503, "heading": said})
                for language, said in {
                    "English": "We are down for maintenance",
                    "German": "Wegen Wartung vorübergehend nicht erreichbar",
                    "French": "Site en maintenance",
                    "Spanish": "Página en mantenimiento",
                    "Portuguese": "Portal em manutenção",
                    "Italian": "Sito in manutenzione",
                    "Dutch": "Wegens onderhoud gesloten",
                    "Polish": "Przerwa techniczna",
                    "Czech": "Právě probíhá údržba",
                    "Hebrew": "האתר בתחזוקה",
                    "Japanese": "ただいまメンテナンス中です",
                    "Chinese": "系统正在维护",
                }.items()
            },
            "an almost empty page answered 200 announces it too": seen(
                document={"title": "Scheduled downtime: under maintenance"}, dom=ERROR_PAGE
            ),
        },
        silent={
            "the name of a menu entry does not": seen(document={"heading": "Maintenance"}, dom=ERROR_PAGE),
            "a full page that lists machines does not": seen(document={"heading": "Machines under maintenance"}),
        },
    ),
    *cases(
        "server_error_answered",
        HTTP_ERROR,
        {
            f"{status} is an error of the site": seen("Navigation", document={"status": status})
            for status in (429, 500, 502, 503, 504, 522)
        },
        silent={
            "an error of something that the page loads is not the document's": seen(
                network={"failed": [{"host": "ads.test", "status": 503}]}
            ),
            "404 is none": seen(document={"status": 404}),
        },
    ),
    *cases(
        "page_gone",
        "PAGE_NOT_FOUND",
        {
            f"{status} says that the page is not there": seen("Navigation", document={"status": status}, dom=ERROR_PAGE)
            for status in (404, 410)
        }
        | {
            "a page that says so may open a dialog": seen(
                "Navigation", document={"status": 404, "heading": "Not found"}, dom={"dialogs": [NEWS]}
            ),
        },
        silent={
            "a 404 of something that the page loads does not": seen(
                network={"failed": [{"host": "clinic.test", "status": 404}]}
            ),
            "a page that has what the step looks for is there, whatever its status": seen(
                "NotEnabled", document={"status": 404}, dom=FOUND
            ),
            "a page that opens a dialog works": seen("Navigation", document={"status": 404}, dom={"dialogs": [NEWS]}),
        },
    ),
    *cases(
        "page_says_gone",
        "PAGE_NOT_FOUND",
        {
            f"a headline in {language} says that the page is not there": seen(
                document={"heading": said}, dom=ERROR_PAGE
            )
            for language, said in {
                "English": "Sorry, we couldn't find that page",
                "German": "Seite wurde nicht gefunden",
                "French": "Page introuvable",
                "Spanish": "Página no encontrada",
                "Japanese": "お探しのページが見つかりません",
                "Chinese": "您访问的页面不存在",
            }.items()
        },
        silent={
            "a patient that is not found is a page all the same": seen(
                document={"heading": "No patient found"}, dom=ERROR_PAGE
            ),
            "a help page about the error is a page": seen(document={"heading": "What does page not found mean?"}),
        },
    ),
    *cases(
        "address_impossible",
        "NOT_CONFIDENT",
        {
            "an address of an unknown scheme is the workflow's fault": seen(
                "Navigation", document={"net_error": "net::ERR_UNKNOWN_URL_SCHEME"}
            ),
        },
        silent={
            "a name that is not known may be the site's": seen(
                "Navigation", document={"net_error": "net::ERR_NAME_NOT_RESOLVED"}
            ),
        },
    ),
    *cases(
        "site_unreachable",
        "SERVICE_UNAVAILABLE/OTHER",
        {
            f"{error} is the site's": seen("Navigation", document={"status": None, "net_error": f"net::ERR_{error}"})
            for error in (
                "CONNECTION_REFUSED",
                "NAME_NOT_RESOLVED",
                "CONNECTION_TIMED_OUT",
                "SSL_PROTOCOL_ERROR",
                "CERT_AUTHORITY_INVALID",
                "EMPTY_RESPONSE",
            )
        },
    ),
    *cases(
        "site_unreachable",
        HTTP_ERROR,
        {
            "an error status without a body is an error status": seen(
                "Navigation", document={"status": None, "net_error": "net::ERR_HTTP_RESPONSE_CODE_FAILURE"}
            ),
        },
    ),
    *cases(
        "site_unreachable",
        "AUTHENTICATION_ERROR/ACCESS_DENIED",
        {
            f"{error}: the site lets nobody in without a client certificate that it knows": seen(
                "Navigation", document={"status": None, "net_error": f"net::ERR_{error}"}
            )
            for error in ("BAD_SSL_CLIENT_AUTH_CERT", "SSL_CLIENT_AUTH_CERT_NEEDED")
        },
    ),
    *cases(
        "site_unreachable",
        "AUTHENTICATION_ERROR/INVALID_CREDENTIALS",
        {
            "refused basic credentials are refused credentials": seen(
                "Navigation", document={"status": None, "net_error": "net::ERR_INVALID_AUTH_CREDENTIALS"}
            ),
        },
        silent={
            "a navigation that another one took the place of says nothing of the site": seen(
                "Navigation", document={"net_error": "net::ERR_ABORTED"}
            ),
        },
    ),
    *cases(
        "browser_error_page",
        "SERVICE_UNAVAILABLE/OTHER",
        {
            "a dead link leads to the browser's own error page": seen(
                document={"chrome_error": True, "status": None}, dom=ERROR_PAGE
            ),
        },
        silent={
            "a page of the site is none": seen(dom=LOGIN_FORM),
        },
    ),
)
