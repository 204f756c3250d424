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
    ),
    de=("wartungsarbeiten", "wartungsmodus", "wegen wartung", "wird ~ gewartet", "in wartung"),
    fr=("en maintenance", "pour maintenance", "mode maintenance", "maintenance en cours", "opération* de maintenance"),
    es=("en mantenimiento", "por mantenimiento", "tareas de mantenimiento", "modo de mantenimiento"),
    pt=("em manutenção", "para manutenção", "manutenção em andamento"),
    it=("in manutenzione", "per manutenzione", "manutenzione in corso"),
    nl=("in onderhoud", "wegens onderhoud", "onderhoudswerkzaamheden"),
    pl=("przerwa techniczna", "prace konserwacyjne", "prace serwisowe", "w trakcie konserwacji"),
    cs=("probíhá údržba", "z důvodu údržby", "odstávka systému", "plánovaná odstávka"),
    he=("בתחזוקה", "עבודות תחזוקה"),
    ja=("メンテナンス中", "メンテナンスのため"),
    zh=("维护中", "正在维护", "系统维护", "維護中"),
)
