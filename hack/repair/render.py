#!/usr/bin/env python3
"""Save twelve pages of the Django admin, with their scripts and styles: run with one version of Django in the path.

usage: render.py FOLDER

The data are the same for every version, so that the pages differ by what the upgrade has changed only.
"""

import collections
import collections.abc
import gettext
import shutil
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

PASSWORD = "correct horse battery"
THEN = datetime(2020, 3, 14, 9, 30)
APPS = ("admin", "auth", "contenttypes", "sessions", "messages", "staticfiles")
SETTINGS: Mapping[str, Any] = {
    "ALLOWED_HOSTS": ["*"],
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "DEFAULT_AUTO_FIELD": "django.db.models.AutoField",
    "INSTALLED_APPS": [f"django.contrib.{app}" for app in APPS],
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    # Tables are made at once: migrations of the old versions alter them in ways that SQLite has given up.
    "MIGRATION_MODULES": dict.fromkeys(APPS),
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "ROOT_URLCONF": __name__,
    "SECRET_KEY": "only to render pages",
    "STATIC_URL": "/static/",
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    "TIME_ZONE": "UTC",
}
PAGES = {
    "index": "/admin/",
    "app": "/admin/auth/",
    "user-list": "/admin/auth/user/",
    "user-search": "/admin/auth/user/?q=ada&is_staff__exact=1",
    "user-add": "/admin/auth/user/add/",
    "user-change": "/admin/auth/user/2/change/",
    "user-delete": "/admin/auth/user/2/delete/",
    "user-history": "/admin/auth/user/2/history/",
    "group-add": "/admin/auth/group/add/",
    "password-change": "/admin/password_change/",
}
"""What is seen by one who has logged in."""


def main() -> None:
    """Write NAME.html for each page, and what they load."""
    folder = Path(sys.argv[1])
    _on_new_python()
    import django
    from django.conf import settings

    settings.configure(**SETTINGS)
    django.setup()
    _fill()
    for name, body in _pages().items():
        _write(folder / name, body)
    assets = Path(django.__file__).parent / "contrib" / "admin" / "static"
    shutil.copytree(assets, folder / "static", dirs_exist_ok=True)


def _write(file: Path, body: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(body)


def _on_new_python() -> None:
    """Give the old versions what newer Pythons have removed.

    Django 1.11 takes abstract classes from collections; before 3.0 it tells gettext encodings.
    """
    for name in collections.abc.__all__:
        setattr(collections, name, getattr(collections.abc, name))
    translation = gettext.translation

    def without_codeset(*given: Any, codeset: str = "", **named: Any) -> Any:
        return translation(*given, **named)

    gettext.translation = without_codeset
    gettext.NullTranslations.set_output_charset = lambda *_: None  # type: ignore[attr-defined]


def _fill() -> None:
    from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
    from django.contrib.auth.models import Group, User
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    for name in ("Clerks", "Doctors", "Nurses"):
        Group.objects.create(name=name)
    User.objects.create_superuser("admin", "admin@site.test", PASSWORD, first_name="Grace", date_joined=THEN)
    for name, is_staff in (("ada", True), ("adam", True), ("berta", False)):
        person = User(username=name, email=f"{name}@site.test", first_name=name.title(), is_staff=is_staff)
        person.last_name, person.date_joined = "Example", THEN
        person.set_password(PASSWORD)
        person.save()
    kind = ContentType.objects.get_for_model(User)
    for flag, said in ((ADDITION, "Added."), (CHANGE, "Changed last name.")):
        entry = LogEntry(user_id=1, content_type=kind, object_id="2", object_repr="ada", action_flag=flag)
        entry.action_time, entry.change_message = THEN, said
        entry.save()


def _pages() -> dict[str, bytes]:
    from django.contrib.auth import get_user_model
    from django.test import Client

    browser = Client()
    saved = {"login.html": browser.get("/admin/login/").content}
    browser.login(username="admin", password=PASSWORD)
    get_user_model().objects.update(last_login=THEN)
    saved.update({f"{name}.html": browser.get(address).content for name, address in PAGES.items()})
    saved["admin/jsi18n/index.html"] = browser.get("/admin/jsi18n/").content
    saved["logged-out.html"] = browser.post("/admin/logout/").content
    return saved


def _addresses() -> list[Any]:
    from django.contrib import admin

    try:
        from django.urls import re_path
    except ImportError:  # before 2.0
        from django.conf.urls import url as re_path

    return [re_path(r"^admin/", admin.site.urls)]


def __getattr__(name: str) -> Any:
    """The addresses, once Django asks for them: they cannot be made before it is set up."""
    if name == "urlpatterns":
        return _addresses()
    raise AttributeError(name)


if __name__ == "__main__":
    main()
