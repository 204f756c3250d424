"""The dialog is about services that watch visitors: measuring, advertising. Said without a word about cookies."""

from .phrases import Phrases

TRACKING = Phrases(
    en=(
        "analytics",
        "tracker*",
        "tracking technologies",
        "audience measurement",
        "usage statistics",
        "personalised ad*",
        "personalized ad*",
        "targeted ad*",
    ),
    de=("tracking", "reichweitenmessung", "webanalyse", "nutzungsanalyse", "personalisierte werbung"),
    fr=("mesure d'audience", "statistiques de visite", "publicité personnalisée", "publicité ciblée"),
    es=("analítica web", "medición de audiencia", "publicidad personalizada"),
    pt=("medição de audiência", "publicidade personalizada"),
    it=("misurazione del pubblico", "pubblicità personalizzata"),
    nl=("bezoekersstatistieken", "gepersonaliseerde advertenties"),
    pl=("analityczne", "spersonalizowane reklamy"),
    cs=("měření návštěvnosti", "personalizovaná reklama"),
    he=("פרסום מותאם אישית",),
    ja=("アクセス解析", "パーソナライズ広告"),
    zh=("个性化广告", "網站分析"),
)
