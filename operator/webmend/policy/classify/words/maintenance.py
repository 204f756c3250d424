"""The site is down on purpose. Never the bare word: it is also the name of menu entries."""

from .phrases import Phrases

MAINTENANCE = Phrases(
    en=(
        "down for maintenance",
        "closed for maintenance",
        "offline for maintenance",
        "undergoing ~ maintenance",
        "under maintenance",
        "performing ~ maintenance",
        "unavailable ~ maintenance",
        "maintenance mode",
        "maintenance in progress",
        "be back soon",
        "be back shortly",
        "currently unavailable due to",
        "in maintenance",
        "due to maintenance",
        "working on the website",
        "working on our site",
        "website is being updated",
    ),
    de=("wartungsarbeiten", "wartungsmodus", "wegen wartung", "wird ~ gewartet", "in wartung"),
    fr=("en maintenance", "pour maintenance", "mode maintenance", "maintenance en cours", "opération* de maintenance"),
    es=("en mantenimiento", "por mantenimiento", "tareas de mantenimiento", "modo de mantenimiento"),
    pt=("em manutenção", "para manutenção", "manutenção em andamento"),
    it=("in manutenzione", "per manutenzione", "manutenzione in corso"),
    nl=(
        "in onderhoud",
        "wegens onderhoud",
        "onderhoudswerkzaamheden",
        "onderhoud is ~ niet beschikbaar",
        "met onderhoud",
        "wij werken aan",
    ),
    pl=("przerwa techniczna", "prace konserwacyjne", "prace serwisowe", "w trakcie konserwacji"),
    cs=("probíhá údržba", "z důvodu údržby", "odstávka systému", "plánovaná odstávka"),
    he=("בתחזוקה", "עבודות תחזוקה"),
    ja=("メンテナンス中", "メンテナンスのため"),
    zh=("维护中", "正在维护", "系统维护", "維護中"),
)

PLANNED = Phrases(
    en=(
        "scheduled maintenance",
        "planned maintenance",
        "site maintenance",
        "system maintenance",
        "maintenance page",
        "maintenance window",
        "scheduled downtime",
        "planned downtime",
        "temporarily down",
    ),
    de=("geplante wartung",),
    fr=("maintenance programmée", "maintenance prévue"),
    es=("mantenimiento programado",),
    pt=("manutenção programada",),
    it=("manutenzione programmata",),
    nl=("gepland onderhoud",),
    pl=("planowana przerwa", "planowane prace"),
    cs=("plánovaná údržba",),
    he=("תחזוקה מתוכננת",),
    ja=("定期メンテナンス",),
    zh=("计划维护", "例行维护"),
)
"""In a headline that is where it stands; in running text it is announced for another day."""
