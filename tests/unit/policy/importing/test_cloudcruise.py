"""CloudCruise and BADGER: each action, variables, edges, and what a workflow cannot say."""

from typing import Any

import pytest

from tests.unit.policy.importing.making import SITE, cruise, graph, losses, nodes
from webmend.policy.importing.workflow import import_recording

TARGET = {"selectors": [{"xpath": "//x"}]}
AT: dict[str, Any] = {"execution": "STATIC", "selector": "//x"}


def node(action: str, **parameters: Any) -> dict[str, Any]:
    return {"action": action, "parameters": parameters}


@pytest.mark.parametrize(
    ("given", "want"),
    [
        (node("NAVIGATE", url=f"{SITE}/a"), [{"navigate": {"url": f"{SITE}/a"}}]),
        (node("NAVIGATE", url="back"), [{"back": {}}]),
        (node("CLICK", **AT), [{"click": {}, "target": TARGET}]),
        (node("CLICK", click_type="double_click", **AT), [{"click": {"count": 2}, "target": TARGET}]),
        (node("CLICK", click_type="right_click", **AT), [{"click": {"button": "Right"}, "target": TARGET}]),
        (node("CLICK", click_type="hover", **AT), [{"hover": {}, "target": TARGET}]),
        (node("CLICK", wait_time=25000, **AT), [{"click": {}, "target": TARGET, "waitTime": "25s"}]),
        (node("CLICK", end_here_on_dry_run=True, **AT), [{"click": {}, "target": TARGET, "irreversible": True}]),
        (node("INPUT_TEXT", text="a", **AT), [{"fill": {"value": "a"}, "target": TARGET}]),
        (node("INPUT_TEXT", text="{{context.inputs.who}}{{enter}}", **AT),
         [{"fill": {"value": "{{ inputs.who }}"}, "target": TARGET}, {"press": {"keys": ["Enter"]}, "target": TARGET}]),
        (node("INPUT_TEXT", text="{$WHO}", submit_after_input=True, **AT),
         [{"fill": {"value": "{{ inputs.WHO }}"}, "target": TARGET}, {"press": {"keys": ["Enter"]}, "target": TARGET}]),
        (node("INPUT_SELECT", value="Red", selector="//x"), [{"select": {"label": "Red"}, "target": TARGET}]),
        (node("INPUT_SELECT", value="Red", fuzzy_match=True, selector="//x"), [{"select": {"match": "Red"},
         "target": TARGET}]),
        (node("DELAY", delay_time=1.5), [{"delay": {"duration": "1s500ms"}}]),
        (node("SCROLL", selector="//x"), [{"scroll": {}, "target": TARGET}]),
        (node("TAB_MANAGEMENT", tabAction="OPEN", url=f"{SITE}/b"), [{"tab": {"act": "Open", "url": f"{SITE}/b"}}]),
        (node("TAB_MANAGEMENT", tabAction="CLOSE"), [{"tab": {"act": "Close"}}]),
        (node("SCREENSHOT"), [{"screenshot": {"fullPage": True}}]),
        (node("TFA", tfa_type="AUTHENTICATOR", selector="//x"),
         [{"totp": {"credential": "login"}, "target": TARGET}, {"press": {"keys": ["Enter"]}, "target": TARGET}]),
        (node("FILE_DOWNLOAD", selector="//x"), [{"download": {}, "target": TARGET}]),
        (node("FILE_UPLOAD", selector="//x", signed_file_url="{{context.inputs.file}}"),
         [{"upload": {"files": ["{{ inputs.file }}"]}, "target": TARGET}]),
        (node("USER_INTERACTION", server_message="Which?", expected_datamodel={"type": "object"}),
         [{"ask": {"message": "Which?", "timeout": "3m"}}]),
        (node("USER_INTERACTION", timeout=60000, expected_datamodel={"type": "object", "required": ["pin", "rest"],
              "properties": {"pin": {"type": "integer", "minimum": 1}, "rest": {"type": "object"}}}),
         [{"ask": {"message": "Node 0", "timeout": "1m", "inputSchema": {
             "properties": {"pin": {"type": "integer", "minimum": 1.0}}, "required": ["pin"]}}}]),
        (node("EXTRACT_DATAMODEL", execution="STATIC",
              extract_data_model={"properties": {"total": {"type": "number", "path": "//x"}}}),
         [{"extract": {"fields": [{"name": "total", "type": "Number", "target": TARGET}]}}]),
        (node("EXTRACT_NETWORK", url="/api/a"), [{"extract": {"response": {"url": "*/api/a*"}}}]),
        (node("CLICK", run_if={"match": "all", "conditions": [
            {"field": "{{context.inputs.kind}}", "operator": "EQUAL", "value": "new"}]}, **AT),
         [{"click": {}, "target": TARGET, "runIf": {"value": "{{ inputs.kind }}", "operator": "Equals", "to": "new"}}]),
    ],
)  # fmt: skip
def test_an_action_becomes_nodes(given: dict[str, Any], want: list[dict[str, Any]]) -> None:
    assert nodes(cruise(given)) == [{"navigate": {"url": f"{SITE}/"}}, *want, {"end": {}}]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (node("CLICK", execution="LLM_VISION", prompt="press it"), "asks a language model"),
        (node("CLICK", execution="STATIC"), "it has no selector"),
        (node("CLICK", click_type="long", **AT), "kind of click"),
        (node("INPUT_TEXT", text="{{$uppercase(context.inputs.a)}}", **AT), "more than a look-up"),
        (node("INPUT_TEXT", text="{{ open", **AT), "never closed"),
        (node("INPUT_TEXT", text="", **AT), "types nothing"),
        (node("BOOL_CONDITION", execution="STATIC", comparison_operator="STARTS_WITH"), "compares in a way"),
        (node("LOOP", variable_over="$count(x)"), "more than a look-up"),
        (node("DELAY", delay_time=0), "no number of seconds"),
        (node("SCROLL", ticks=3), "ticks of a wheel"),
        (node("TAB_MANAGEMENT", tabAction="SWITCH", tab_index=1), "by number"),
        (node("TFA", tfa_type="SMS", selector="//x"), "needs a code source"),
        (node("FILE_DOWNLOAD", timeout_seconds=60), "another node causes"),
        (node("EXTRACT_DATAMODEL"), "asks a language model"),
        (node("EXTRACT_DATAMODEL", execution="STATIC", extract_data_model={"properties": {"a": {"type": "array"}}}),
         "a list"),
        (node("EXTRACT_NETWORK", url="regex:a.*"), "regular expression"),
        (node("CLICK", run_if={"conditions": [{}, {}]}, **AT), "not on several"),
        *((node(action), "") for action in ("TRANSFORM", "CAPTCHA", "API_FLOW", "APP_ACTION", "COMPONENT_CALL",
         "MAGIC")),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_named_and_the_rest_goes_on(given: dict[str, Any], why: str) -> None:
    text = cruise(given)
    (told,) = losses(text)
    assert f'{given["action"]} "Node 0": ' in told
    assert why in told
    assert text.splitlines()[int(told.split()[1].rstrip(":")) - 1].strip() == "{"
    assert nodes(text) == [{"navigate": {"url": f"{SITE}/"}}, {"end": {}}]


@pytest.mark.parametrize(
    ("parameters", "want"),
    [
        ({"comparison_value_1": "{{context.inputs.a}}", "comparison_value_2": "b", "comparison_operator": "EQUAL"},
         {"value": "{{ inputs.a }}", "operator": "Equals", "to": "b"}),
        ({"comparison_value_1": "<<xpath://x>>", "comparison_value_2": "b", "comparison_operator": "CONTAINS"},
         {"element": TARGET, "operator": "Contains", "to": "b"}),
        ({"comparison_value_1": "<<xpath://x>>", "comparison_value_2": None, "comparison_operator": "IS_NULL"},
         {"element": TARGET, "operator": "NotVisible"}),
        ({"comparison_value_1": "{{context.inputs.a}}", "comparison_operator": "IS_NOT_NULL"},
         {"value": "{{ inputs.a }}", "operator": "NotEmpty"}),
    ],
)  # fmt: skip
def test_a_condition_compares(parameters: dict[str, Any], want: dict[str, Any]) -> None:
    asked = node("BOOL_CONDITION", execution="STATIC", **parameters)
    found = nodes(cruise(asked, node("CLICK", **AT), edges={"n0": {"true": "n1", "false": "end"}}))
    assert found[1]["condition"] == {"all": [want]}


def test_edges_lead_where_they_did() -> None:
    asked = node(
        "BOOL_CONDITION", execution="STATIC", comparison_value_1="{{context.inputs.a}}", comparison_operator="IS_NULL"
    )
    edges = {"n0": {"true": "n2", "false": "n1"}, "n1": {"to": "n2"}}
    text = cruise(asked, node("CLICK", **AT), node("SCREENSHOT"), edges=edges)
    found = {n["id"]: {k: n[k] for k in ("next", "branches") if k in n} for n in graph(import_recording(text))}
    assert found["node-0"] == {"next": "node-2", "branches": {"whenTrue": "node-2", "whenFalse": "node-1"}}
    assert (found["node-1"], found["done"]) == ({}, {})


def test_a_loop_has_its_body_and_its_item() -> None:
    loop = node("LOOP", variable_over="{{context.inputs.rows}}", variable_current_item="context.row")
    body = node("INPUT_TEXT", text="{{context.row.name}}", **AT)
    edges = {"n0": {"loop_not_done": "n1", "loop_done": "end"}, "n1": {"to": "n0"}}
    found = graph(import_recording(cruise(loop, body, edges=edges)))
    assert found[1]["loop"] == {"items": "{{ inputs.rows }}"}
    assert (found[1]["next"], found[1]["branches"], found[2]["next"]) == ("done", {"body": "node-1"}, "node-0")
    assert found[2]["fill"] == {"value": "{{ item.name }}"}


def test_an_error_code_without_an_edge_ends_in_failure() -> None:
    asked = node("BOOL_CONDITION", execution="STATIC", comparison_value_1="{{context.inputs.a}}",
                 comparison_operator="IS_NULL", error_on_false_message="code-7")  # fmt: skip
    found = graph(import_recording(cruise(asked, edges={"n0": {"true": "end"}})))
    assert found[-1]["end"] == {"outcome": "Failure", "code": "code-7"}
    assert found[1]["branches"]["whenFalse"] == found[-1]["id"]


def test_a_node_that_nothing_leads_to_is_told() -> None:
    assert '"Node 0" is never reached' in losses(cruise(node("SCREENSHOT"), edges={"start": {"to": "end"}}))[0]


def test_inputs_credentials_and_switches_are_carried() -> None:
    text = cruise(
        node("INPUT_TEXT", text="{{context.inputs.PORTAL.USER_NAME}}", **AT),
        node("INPUT_TEXT", text="{{context.inputs.PORTAL.PASSWORD}}", **AT),
        node("INPUT_TEXT", text="{{context.inputs.kind}}", **AT),
        input_schema={"properties": {"kind": {"type": "string", "enum": ["a", "b"]}}, "required": ["kind"]},
        vault_schema={"PORTAL": {"type": "credential", "domain": "login.example"}},
        enable_xpath_recovery=False, allow_requeue=True, max_retries=5, popup_xpaths=["//button[.='OK']"],
    )  # fmt: skip
    spec = import_recording(text).manifest()["spec"]
    assert spec["inputs"] == [{"name": "kind", "required": True, "enum": ["a", "b"]}]
    assert spec["credentials"] == [
        {"alias": "portal", "secretRef": "portal-login", "origins": ["https://login.example"]}
    ]
    assert spec["errorHandling"] == {
        "maxRecoveryAttempts": 5, "xpathRecovery": False, "popupSelectors": [{"xpath": "//button[.='OK']"}],
    }  # fmt: skip
