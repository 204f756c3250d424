"""The document of the API: whole, stable, and with examples that are true."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from hack.generator.openapi import EXAMPLES, Json, document

DOCUMENT = document()
OPERATIONS = {operation["operationId"]: operation for path in DOCUMENT["paths"].values() for operation in path.values()}
KNOWN = Registry().with_resource("api:", DRAFT202012.create_resource(DOCUMENT)).crawl()
REFUSED = DOCUMENT["components"]["responses"]
every_operation = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


@every_operation
def test_an_operation_says_what_it_does_needs_and_answers(operation: Json) -> None:
    assert operation["summary"]
    assert "Needs the right `" in operation["description"]
    assert {"401", "403", "503"} < set(operation["responses"])
    assert any(status.startswith("2") for status in operation["responses"])


@every_operation
def test_its_examples_fit_their_schemas(operation: Json) -> None:
    told = [answer for answer in operation["responses"].values() if "content" in answer]
    for whole in [*told, operation.get("requestBody", {"content": {}})]:
        for content in whole["content"].values():
            check(content)


def check(content: Json) -> None:
    schema = json.loads(json.dumps(content.get("schema", {})).replace('"#/', '"api:#/'))
    Draft202012Validator(schema, registry=KNOWN).validate(content["example"])


@every_operation
def test_every_parameter_of_its_path_is_described(operation: Json) -> None:
    (path,) = [path for path, of in DOCUMENT["paths"].items() if operation in of.values()]
    assert set(re.findall(r"{(\w+)}", path)) == {
        each["name"] for each in operation["parameters"] if each["in"] == "path"
    }


@pytest.mark.parametrize("model", EXAMPLES, ids=lambda model: model.__name__)
def test_what_is_sent_for_an_example_is_taken(model: type) -> None:
    model.model_validate(EXAMPLES[model])  # type: ignore[attr-defined]


@pytest.mark.parametrize("status", REFUSED)
def test_refusals_are_problems(status: str) -> None:
    (content,) = REFUSED[status]["content"].items()
    assert content[0] == "application/problem+json"
    check(content[1])


@every_operation
def test_every_refusal_is_described(operation: Json) -> None:
    refused = {status for status in operation["responses"] if status[0] in "45"}
    assert refused <= set(REFUSED)
