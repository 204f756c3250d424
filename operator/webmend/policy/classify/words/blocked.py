"""The site turns us away."""

from .phrases import Phrases

BLOCKED = Phrases(
    en=(
        "access denied",
        "access ~ has been denied",
        "access ~ is denied",
        "you have been blocked",
        "request ~ blocked",
        "ip ~ blocked",
        "ip ~ banned",
    ),
    de=("zugriff verweigert", "zugriff ~ gesperrt", "anfrage ~ blockiert", "wurden blockiert"),
    fr=("accès refusé", "accès interdit", "avez été bloqué", "requête ~ bloquée"),
    es=("acceso denegado", "has sido bloqueado", "ha sido bloqueado", "solicitud ~ bloqueada"),
    pt=("acesso negado", "você foi bloqueado", "solicitação ~ bloqueada"),
    it=("accesso negato", "sei stato bloccato", "richiesta ~ bloccata"),
    nl=("toegang geweigerd", "u bent geblokkeerd", "je bent geblokkeerd"),
    pl=("odmowa dostępu", "dostęp zabroniony", "zostałeś zablokowany"),
    cs=("přístup odepřen", "přístup zamítnut", "byli jste zablokováni"),
    he=("הגישה נדחתה", "גישה נדחתה", "נחסמת"),
    ja=("アクセスが拒否されました", "アクセス拒否", "ブロックされました"),
    zh=("拒绝访问", "访问被拒绝", "已被屏蔽", "存取被拒"),
)
