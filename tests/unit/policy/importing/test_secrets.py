"""No secret that was typed is in a manifest: a credential, a one-time code or a secret input stands for it."""

import json
from typing import Any

import pytest
import yaml

from tests.unit.policy.importing.making import SITE, cruise, graph, javascript, python, recorded, side
from webmend.policy.importing.workflow import Imported, import_recording

PASSWORD = "Tr0ub4dor&3-horse"


def everything(imported: Imported) -> str:
    """All that people get to see of an import."""
    return yaml.safe_dump(imported.manifest(), allow_unicode=True, width=10_000) + "\n".join(map(str, imported.notes))


def change(value: str, *selectors: Any) -> dict[str, Any]:
    return {"type": "change", "value": value, "selectors": list(selectors)}


LOGIN = {
    "recorder": recorded(change("ada", "aria/E-mail"), change(PASSWORD, "aria/Password", "#p")),
    "selenium": side(("open", "/", ""), ("type", "id=user", "ada"), ("type", "name=pwd", PASSWORD)),
    "javascript": javascript(
        f"await page.goto('{SITE}/');",
        "await page.getByLabel('User name').fill('ada');",
        f"await page.locator('input[type=\"password\"]').fill('{PASSWORD}');",
    ),
    "python": python(
        f'page.goto("{SITE}/")',
        'page.get_by_placeholder("Login").fill("ada")',
        f'page.get_by_placeholder("Kennwort").fill("{PASSWORD}")',
    ),
    "badger": cruise(
        {
            "action": "INPUT_TEXT",
            "parameters": {"selector": "//input[@autocomplete='username']", "text": "{$USER_NAME}"},
        },
        {"action": "INPUT_TEXT", "parameters": {"selector": "//input[@type='password']", "text": "{$PASSWORD}"}},
        input_schema={"$USER_NAME": {"type": "string"}, "$PASSWORD": {"type": "string", "default": PASSWORD}},
    ),
}


@pytest.mark.parametrize("text", LOGIN.values(), ids=LOGIN)
@pytest.mark.parametrize("keep_values", [False, True])
def test_a_login_becomes_a_credential_for_its_origin(text: str, keep_values: bool) -> None:
    imported = import_recording(text, keep_values=keep_values)
    typed = [node["fill"]["value"] for node in graph(imported) if "fill" in node]
    assert typed == ["{{ credentials.portal.username }}", "{{ credentials.portal.password }}"]
    spec = imported.manifest()["spec"]
    assert spec["credentials"] == [{"alias": "portal", "secretRef": "portal-login", "origins": [SITE]}]
    assert "inputs" not in spec
    assert PASSWORD not in everything(imported)


@pytest.mark.parametrize(
    "selector",
    [
        "#password", "#loginPassword", "#user_pwd", 'input[type="password"]', "aria/Passwort", "aria/Contraseña",
        "aria/Mot de passe", 'aria/Wachtwoord[role="textbox"]', "xpath///*[@name='passwd']", "text/Passphrase",
         "aria/PW",
    ],
)  # fmt: skip
def test_a_field_is_known_as_one_for_passwords_by_any_of_its_selectors(selector: str) -> None:
    imported = import_recording(recorded(change(PASSWORD, "div:nth-of-type(2) > input", selector)))
    assert graph(imported)[-1]["fill"]["value"] == "{{ credentials.portal.password }}"
    assert PASSWORD not in everything(imported)


@pytest.mark.parametrize("selector", ["aria/Name", "#passenger-name", "aria/Compass", "#bypass-reason"])
def test_other_fields_are_none(selector: str) -> None:
    assert import_recording(recorded(change("Ada", selector))).manifest()["spec"]["inputs"][0]["default"] == "Ada"


@pytest.mark.parametrize(
    "selector", ["aria/PIN", "#api-key", "aria/Card number", "#cvc", "aria/Security answer", "#accessToken"]
)
def test_what_else_nobody_should_read_is_a_secret_input_without_a_default(selector: str) -> None:
    imported = import_recording(recorded(change("4711-0815", selector)))
    (given,) = imported.manifest()["spec"]["inputs"]
    assert (given["secret"], given["required"], "default" in given) == (True, True, False)
    assert "4711" not in everything(imported)


def test_a_code_that_holds_once_is_computed_anew() -> None:
    imported = import_recording(recorded(change(PASSWORD, "#password"), change("493021", "aria/One-time code")))
    assert graph(imported)[-1]["totp"] == {"credential": "portal"}
    assert "493021" not in everything(imported)


def test_another_password_on_the_same_site_is_an_input_of_its_own() -> None:
    """A form that changes a password: the new one is not the one in force."""
    steps = [
        change(PASSWORD, "#old-password"),
        change("N3w-one!", "#new-password"),
        change("N3w-one!", "#confirm-password"),
    ]
    imported = import_recording(recorded(*steps))
    typed = [node["fill"]["value"] for node in graph(imported)[1:]]
    assert typed[0] == "{{ credentials.portal.password }}"
    assert all(value.startswith("{{ inputs.") for value in typed[1:])
    assert "N3w-one!" not in everything(imported)


def test_a_secret_that_is_seen_elsewhere_is_taken_out_and_told() -> None:
    seen = {
        "type": "click",
        "selectors": [f"text/{PASSWORD}", "#ok"],
        "assertedEvents": [{"type": "navigation", "url": f"{SITE}/{PASSWORD}"}],
    }
    imported = import_recording(recorded(change(PASSWORD, "#password"), seen, title=f"with {PASSWORD}"))
    assert PASSWORD not in everything(imported)
    assert graph(imported)[-1]["target"] == {"selectors": [{"css": "#ok"}]}
    assert [str(note) for note in imported.losses] == ["line 4: click: it holds a secret, which is taken out"]


def test_a_password_that_is_the_label_itself_leaves_the_page_readable() -> None:
    imported = import_recording(
        recorded(change("password", "aria/Password"), {"type": "click", "selectors": ["aria/Forgot password?"]})
    )
    assert graph(imported)[1]["fill"]["value"] == "{{ credentials.portal.password }}"
    assert graph(imported)[2]["name"] == 'Click "Forgot password?"'


def test_letters_typed_one_by_one_are_no_less_secret() -> None:
    keys = [{"type": kind, "key": letter} for letter in "s3cret" for kind in ("keyDown", "keyUp")]
    imported = import_recording(recorded({"type": "click", "selectors": ["#password"]}, *keys))
    assert graph(imported)[-1]["fill"]["value"] == "{{ credentials.portal.password }}"
    assert "s3cret" not in everything(imported)


def test_a_variable_with_the_name_of_a_secret_has_no_default() -> None:
    imported = import_recording(
        side(("open", "/", ""), ("store", PASSWORD, "myPassword"), ("type", "id=x", "${myPassword}"))
    )
    assert imported.manifest()["spec"]["inputs"] == [{"name": "myPassword", "required": True, "secret": True}]
    assert PASSWORD not in everything(imported)


def test_the_password_in_an_address_is_taken_out() -> None:
    text = json.dumps({"title": "t", "steps": [{"type": "navigate", "url": f"https://ada:{PASSWORD}@portal.example/"}]})
    imported = import_recording(text)
    assert PASSWORD not in everything(imported)
    assert len(imported.losses) == 1


@pytest.mark.parametrize("query", ["?access_token=abcd1234", "?a=1&pin=1234", "#password=abcd1234"])
def test_a_secret_among_the_parameters_of_an_address_is_taken_out(query: str) -> None:
    imported = import_recording(json.dumps({"title": "t", "steps": [{"type": "navigate", "url": f"{SITE}/{query}"}]}))
    assert "1234" not in everything(imported)
    assert "its address holds a secret" in str(imported.losses[0])


def test_two_sites_are_two_credentials() -> None:
    steps = [
        change(PASSWORD, "#password"),
        {"type": "navigate", "url": "https://bank.example/"},
        change("0ther-pw", "#password"),
    ]
    spec = import_recording(recorded(*steps)).manifest()["spec"]
    assert [(c["alias"], c["origins"]) for c in spec["credentials"]] == [
        ("portal", [SITE]),
        ("bank", ["https://bank.example"]),
    ]


def test_an_origin_that_is_not_recorded_is_told() -> None:
    imported = import_recording(side(("type", "id=password", PASSWORD), url=""))
    assert imported.manifest()["spec"]["credentials"][0]["origins"] == ["https://origin.invalid"]
    assert "put its origin" in str(imported.losses[0])


def test_the_same_value_in_the_same_field_is_the_same_input() -> None:
    city = change("Bonn", "aria/City")
    spec = import_recording(recorded(city, city, change("Berlin", "aria/City"))).manifest()["spec"]
    assert [(i["name"], i["default"]) for i in spec["inputs"]] == [("city", "Bonn"), ("city2", "Berlin")]
