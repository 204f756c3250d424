"""Times as people read them."""

from datetime import datetime, timedelta

NOTHING = "-"
"""What a cell says that has nothing to say."""


def age(span: timedelta) -> str:
    """In its largest unit, two of them where that is few: 45s, 7m, 5h30m, 3d4h, 40d."""
    minutes, days = int(span.total_seconds() // 60), span.days
    if minutes < 2:
        return f"{max(0, int(span.total_seconds()))}s"
    if minutes < 120:
        return f"{minutes}m"
    hours = minutes // 60
    if hours < 10:
        return f"{hours}h{minutes % 60}m" if minutes % 60 else f"{hours}h"
    if hours < 48:
        return f"{hours}h"
    return f"{days}d{hours % 24}h" if days < 8 and hours % 24 else f"{days}d"


def moment(time: datetime, now: datetime) -> str:
    """A time with how long ago, or in how long, it is."""
    far = f"{age(now - time)} ago" if time <= now else f"in {age(time - now)}"
    return f"{time.astimezone():%Y-%m-%d %H:%M:%S %Z} ({far})"
