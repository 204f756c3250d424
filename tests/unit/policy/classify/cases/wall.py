"""Step 4: walls in front of the site."""

from tests.unit.policy.classify.cases.case import cases
from tests.unit.policy.classify.evidence import ERROR_PAGE, LOGIN_FORM, page_says, seen

DENIED = "AUTHENTICATION_ERROR/ACCESS_DENIED"

CASES = (
    *cases(
        "captcha_shown",
        DENIED,
        {
            "a captcha instead of the target is a wall": seen(dom={"captcha": True, **ERROR_PAGE}),
        },
        silent={
            "a captcha beside a target that is there is none": seen(
                "NotEnabled", dom={"captcha": True, "selector_counts": [1]}
            ),
            "a captcha at a form that complains is not the reason": seen(
                dom={**LOGIN_FORM, "captcha": True, "alerts": ["Wrong password"]}
            ),
        },
    ),
    *cases(
        "human_check_asked",
        DENIED,
        {
            f"a page in {language} asks for a person": seen(dom=page_says(said))
            for language, said in {
                "English": "Please verify you are human to continue.",
                "German": "Bitte bestätigen Sie, dass Sie kein Roboter sind.",
                "French": "Confirmez que vous n'êtes pas un robot.",
                "Spanish": "Confirme que es humano.",
                "Japanese": "私はロボットではありません",
                "Chinese": "请完成人机验证",
            }.items()
        },
        silent={
            "an article about robots is no wall": seen(
                dom={"main_text_sample": "How sites find out that you are not a robot."}
            ),
        },
    ),
    *cases(
        "block_announced",
        DENIED,
        {
            "a gateway's page with a reference number turns us away": seen(
                dom=page_says(
                    "Access Denied. You don't have permission to access this. Reference #18.2d351ab8.1557333295"
                )
            ),
            "words of that kind with a 403 do": seen(
                document={"status": 403, "title": "Access denied"}, dom=ERROR_PAGE
            ),
        },
        silent={
            "a note in an application does not": seen(
                dom={"main_text_sample": "Access denied for 3 users. Request 4711aa."}
            ),
            "a login form that was answered 401 is a login form": seen(
                document={"status": 401, "title": "Access denied"}, dom=LOGIN_FORM
            ),
        },
    ),
)
