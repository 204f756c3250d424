"""A program shows its insides: said by programs, in English, whatever the site speaks."""

from .phrases import Phrases

CRASH = Phrases(
    en=(
        "stack trace",
        "stacktrace",
        "traceback",
        "fatal error",
        "uncaught exception",
        "unhandled exception",
        "nullpointerexception",
        "segmentation fault",
        "sqlstate",
        "sql syntax",
        "syntax error near",
        "call to undefined",
        "at line ~ column",
        "server error in",
        "runtime error",
        "exception in thread",
        "debug mode",
    ),
)
