"""An offer of mails, which asks for an address and loses nothing when it is closed."""

from .phrases import Phrases

NEWSLETTER = Phrases(
    en=(
        "newsletter",
        "mailing list",
        "subscribe",
        "join our list",
        "sign up for ~ updates",
        "sign up for ~ emails",
        "sign up and save",
        "sign up ~ off",
        "get ~ off your ~ order",
        "get ~ off your ~ purchase",
        "your ~ discount",
        "in your inbox",
    ),
    de=("newsletter", "rabatt sichern", "% rabatt", "abonnier*"),
    fr=("newsletter", "lettre d'information", "infolettre", "abonnez-vous", "inscrivez-vous et"),
    es=("newsletter", "boletín", "suscríbete", "suscríbase"),
    pt=("newsletter", "boletim", "inscreva-se", "subscreva"),
    it=("newsletter", "iscriviti"),
    nl=("nieuwsbrief", "schrijf je in", "abonneer*"),
    pl=("newsletter*", "zapisz się", "subskrybuj"),
    cs=("newsletter*", "odběr novinek", "přihlaste se k odběru"),
    he=("ניוזלטר", "רשימת התפוצה", "הירשמו לעדכונים"),
    ja=("ニュースレター", "メールマガジン", "メルマガ"),
    zh=("订阅", "新闻通讯", "電子報", "訂閱"),
)
