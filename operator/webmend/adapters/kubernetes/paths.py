"""Where objects live in the API."""

from urllib.parse import quote

from webmend.ports.cluster import Kind


def collection(kind: Kind, namespace: str | None = None) -> str:
    """Path of a kind's objects, in one namespace or in all (for kinds without namespaces: simply all)."""
    root = f"/apis/{kind.group}/{kind.version}" if kind.group else f"/api/{kind.version}"
    return f"{root}/namespaces/{_segment(namespace)}/{kind.plural}" if namespace else f"{root}/{kind.plural}"


def item(kind: Kind, namespace: str, name: str, part: str = "") -> str:
    """Path of one object, or of a part of it such as status."""
    path = f"{collection(kind, namespace)}/{_segment(name)}"
    return f"{path}/{part}" if part else path


def _segment(text: str) -> str:
    """One path segment whatever the text; an empty one would turn an object's path into its collection's."""
    if not text:
        raise ValueError("the name of an object is not empty")
    return quote(text, safe="")
