"""The account cannot be used for now or for good."""

from .phrases import Phrases

LOCKED = Phrases(
    en=(
        "account ~ locked",
        "account ~ blocked",
        "account ~ disabled",
        "account ~ suspended",
        "account ~ deactivated",
        "account ~ restricted",
        "locked your account",
        "locked out",
        "user ~ locked",
        "too many ~ attempts",
        "too many ~ tries",
    ),
    de=(
        "konto ~ gesperrt",
        "zugang ~ gesperrt",
        "benutzer* ~ gesperrt",
        "konto ~ deaktiviert",
        "zu viele ~ versuche",
        "zu viele ~ anmeldeversuche",
    ),
    fr=("compte ~ bloqué", "compte ~ verrouillé", "compte ~ suspendu", "compte ~ désactivé", "trop de tentatives"),
    es=(
        "cuenta ~ bloqueada",
        "cuenta ~ suspendida",
        "cuenta ~ desactivada",
        "usuario ~ bloqueado",
        "demasiados intentos",
    ),
    pt=("conta ~ bloqueada", "conta ~ suspensa", "conta ~ desativada", "muitas tentativas"),
    it=("account ~ bloccato", "account ~ sospeso", "account ~ disabilitato", "troppi tentativi"),
    nl=("account ~ geblokkeerd", "account ~ vergrendeld", "te veel ~ pogingen"),
    pl=("konto ~ zablokowane", "konto ~ zawieszone", "zbyt wiele ~ prób", "za dużo ~ prób"),
    cs=("účet ~ zablokován", "účet ~ uzamčen", "účet ~ pozastaven", "příliš mnoho ~ pokusů"),
    he=("החשבון ננעל", "חשבונך נעול", "החשבון נחסם", "יותר מדי ניסיונות"),
    ja=("アカウントがロック", "アカウントはロック", "アカウントが停止", "試行回数"),
    zh=("账户已锁定", "账号已锁定", "帐户已锁定", "账号已被", "尝试次数过多", "帳戶已鎖定"),
)
