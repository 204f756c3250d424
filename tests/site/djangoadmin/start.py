"""Make the project's database and serve it."""

import atexit
import os
import tempfile
from functools import cache
from pathlib import Path

import django
from django.core.asgi import get_asgi_application
from django.core.handlers.asgi import ASGIHandler
from django.core.management import call_command

from tests.site.people import name

USER_COUNT = 250
"""How many users the admin lists, the administrator among them: three pages of at most a hundred."""


@cache
def application() -> ASGIHandler:
    """The admin at /django/admin/ on a new database, which goes when the process ends.

    Django can be set up only once in a process, so every caller gets the same one.
    """
    folder = tempfile.TemporaryDirectory(prefix="django-admin-")
    atexit.register(folder.cleanup)
    os.environ["DJANGO_DATABASE"] = str(Path(folder.name, "db.sqlite3"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.site.djangoadmin.settings"
    django.setup()
    call_command("migrate", verbosity=0)
    _create_users()
    return get_asgi_application()


def _create_users() -> None:
    from django.contrib.auth.models import User  # models can be imported only once Django is set up

    User.objects.create_superuser(
        username=os.environ.get("DJANGO_USERNAME", "admin"),
        password=os.environ.get("DJANGO_PASSWORD", "admin-password-1"),
    )
    people = ((number, name(number)) for number in range(1, USER_COUNT))
    User.objects.bulk_create(
        User(
            username=f"user{number:03}",
            first_name=person.first,
            last_name=person.last,
            email=f"user{number:03}@clinic.example",
        )
        for number, person in people
    )
