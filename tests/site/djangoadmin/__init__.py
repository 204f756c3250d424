"""A stock Django project with nothing in it but its admin: the site that nobody here wrote."""

from tests.site.djangoadmin.start import application

__all__ = ["application"]
