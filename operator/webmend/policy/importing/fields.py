"""What a recording tells of a field, which is how it was found: what to call it, whether its value is secret."""

import re
import unicodedata

from webmend.domain.target import Selector, Target

# Words that sites use in names, labels and ids of fields, in the languages that the popup and evidence rules know too.
_PASSWORD = re.compile(
    r"pass[\s_-]?(word|wort|wd|phrase|code|key)|\bpass\b|passwd|\bpw\b|pwd|kennwort|contrase|mot.?de.?passe|senha"
    r"|wachtwoord|has[lł]o|parol|密码|パスワード|비밀번호|type=[\"']?password",
    re.IGNORECASE,
)
_ONE_TIME = re.compile(
    r"\b(otp|totp|mfa|2fa|tan)\b|one.?time|authenticat(or|ion).?code|verification.?code|security.?code.*(mail|sms|app)"
    r"|two.?factor|einmal|bestätigungscode",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"secret|token|api.?key|\bpin\b|\bcv[vc]2?\b|security.?(code|answer)|card.?number|cc.?(num|number)|\bssn\b|social.?security",
    re.IGNORECASE,
)
_USER = re.compile(
    r"user|login|log.?in|e.?mail|account|benutzer|anmelde|member|identif|usuario|utilisateur", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""(?:@|\[)(?:id|name|data-test[\w-]*|aria-label|placeholder|title|alt)\*?=\s*["']?([^"'\]]+)"""
)
_HASH = re.compile(r"#([A-Za-z][\w-]*)")
_XPATH_TEXT = re.compile(r"""(?:text\(\)|normalize-space\([^)]*\)|\.)\s*[=,]\s*["']([^"']+)["']""")
LONGEST = 60


def is_password(target: Target) -> bool:
    """Whether passwords are typed there."""
    return bool(_PASSWORD.search(_words(target)))


def is_one_time_code(target: Target) -> bool:
    """Whether codes that hold once are typed there."""
    return bool(_ONE_TIME.search(_words(target)))


def is_secret(target: Target) -> bool:
    """Whether something else is typed there that nobody should read."""
    return bool(_SECRET.search(_words(target)))


def is_user_name(target: Target) -> bool:
    """Whether it looks like the field of a user name."""
    return bool(_USER.search(_words(target)))


def is_secret_name(name: str) -> bool:
    """Whether a variable of that name holds something that nobody should read."""
    words = _spaced(name)
    return any(pattern.search(words) for pattern in (_PASSWORD, _SECRET, _ONE_TIME))


def is_word_for_password(text: str) -> bool:
    """Whether the text is but a word for passwords: it stands on pages as a label."""
    return bool(_PASSWORD.fullmatch(text))


def _words(target: Target) -> str:
    texts = [text for s in target.selectors for kind in (*s.KINDS, "name") if isinstance(text := getattr(s, kind), str)]
    return " ".join((*texts, *map(_spaced, texts)))


def _spaced(text: str) -> str:
    """loginPassword_new -> login Password new"""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\W]+", " ", text)


def label(target: Target | None) -> str:
    """What people call the element: what it shows, else its id or name, else its selector; empty for none."""
    if target is None:
        return ""
    told = [text for selector in target.selectors if (text := _shown(selector))]
    named = [text for selector in target.selectors if (text := _named(selector))]
    first = target.selectors[0]
    plain = first.role or first.css or first.xpath or ""
    return short((told or named or [plain])[0])


def _shown(selector: Selector) -> str:
    text = selector.name or selector.label or selector.placeholder or selector.text
    found = _XPATH_TEXT.search(selector.xpath or "") if text is None else None
    return text or (found[1] if found else "")


def _named(selector: Selector) -> str:
    code = selector.css or selector.xpath or ""
    found = _ATTRIBUTE.search(code) or _HASH.search(code)
    return _spaced(selector.test_id or (found[1] if found else "")).strip()


def variable(target: Target | None) -> str:
    """A name for what is typed there, such as firstName."""
    found = words(label(target))[:4] or ["value"]
    name = found[0] + "".join(map(str.capitalize, found[1:]))
    return (name if name[0].isalpha() else f"value{name}")[:50]


def short(text: str) -> str:
    """On one line, and no longer than people read."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def words(text: str) -> list[str]:
    """The words of a text in lower case and ASCII; none where it has none."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", _spaced(plain).lower())
