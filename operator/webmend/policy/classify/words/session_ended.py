"""The session is over."""

from .phrases import Phrases

SESSION_ENDED = Phrases(
    en=(
        "session ~ expired",
        "session ~ timed out",
        "session timeout",
        "session ~ ended",
        "session ~ no longer valid",
        "been logged out",
        "been signed out",
        "logged you out",
        "signed you out",
    ),
    de=("sitzung ~ abgelaufen", "sitzung ~ beendet", "wurden ~ abgemeldet", "session ~ abgelaufen"),
    fr=("session ~ expiré*", "avez été déconnecté*"),
    es=("sesión ~ caducado", "sesión ~ expirado", "sesión ~ finalizado", "sesión caducada", "sesión expirada"),
    pt=("sessão ~ expirou", "sessão expirada", "sessão ~ encerrada"),
    it=("sessione ~ scaduta", "sessione ~ terminata"),
    nl=("sessie ~ verlopen", "bent ~ uitgelogd", "sessie ~ beëindigd"),
    pl=("sesja ~ wygasła", "zostałeś wylogowany", "sesja ~ zakończona"),
    cs=("relace ~ vypršela", "platnost relace", "byli jste odhlášeni", "přihlášení vypršelo"),
    he=("פג תוקף ההתחברות", "תוקף החיבור", "הסשן פג", "נותקת מהמערכת"),
    ja=("セッションの有効期限", "セッションが切れ", "セッションがタイムアウト", "ログアウトされました"),
    zh=("会话已过期", "登录已过期", "登录超时", "會話已過期", "登入逾時"),
)
