"""Terms that somebody has to agree to."""

from .phrases import Phrases

AGREEMENTS = Phrases(
    en=(
        "terms and conditions",
        "terms & conditions",
        "terms of service",
        "terms of use",
        "user agreement",
        "license agreement",
        "accept ~ terms",
        "updated ~ terms",
        "new terms",
        "i agree",
        "terms have changed",
        "terms ~ changed",
        "need to agree",
        "must agree",
        "agree to the terms",
        "read and agree",
        "have to accept",
    ),
    de=("nutzungsbedingungen", "geschäftsbedingungen"),
    fr=("conditions générales", "conditions d'utilisation"),
    es=("términos y condiciones", "condiciones de uso"),
    pt=("termos e condições", "termos de uso"),
    it=("termini e condizioni", "condizioni d'uso"),
    nl=("algemene voorwaarden", "gebruiksvoorwaarden"),
    pl=("warunki korzystania", "regulamin"),
    cs=("obchodní podmínky", "podmínky použití"),
    he=("תנאי השימוש", "תנאי שימוש"),
    ja=("利用規約",),
    zh=("服务条款", "用户协议", "使用条款", "服務條款"),
)
