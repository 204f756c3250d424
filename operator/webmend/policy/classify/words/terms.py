"""Conditions to agree to, or something that cannot be taken back: for a person to decide."""

from .phrases import Phrases

TERMS = Phrases(
    en=(
        "terms and conditions",
        "terms of service",
        "terms of use",
        "user agreement",
        "license agreement",
        "i agree",
        "delete",
        "pay now",
        "confirm payment",
        "transfer",
        "are you sure",
    ),
    de=(
        "nutzungsbedingungen",
        "geschäftsbedingungen",
        "löschen",
        "zahlungspflichtig",
        "überweisung",
        "sind sie sicher",
    ),
    fr=("conditions générales", "conditions d'utilisation", "supprimer", "payer", "virement", "êtes-vous sûr"),
    es=("términos y condiciones", "condiciones de uso", "eliminar", "pagar", "transferencia", "está seguro"),
    pt=("termos e condições", "termos de uso", "excluir", "pagar", "tem certeza"),
    it=("termini e condizioni", "condizioni d'uso", "elimina", "paga", "bonifico"),
    nl=("algemene voorwaarden", "gebruiksvoorwaarden", "verwijderen", "betalen", "weet u het zeker"),
    pl=("warunki korzystania", "regulamin", "usuń", "zapłać", "czy na pewno"),
    cs=("obchodní podmínky", "podmínky použití", "smazat", "zaplatit", "opravdu chcete"),
    he=("תנאי השימוש", "תנאי שימוש", "מחק", "תשלום"),
    ja=("利用規約", "削除", "支払", "よろしいですか"),
    zh=("服务条款", "用户协议", "使用条款", "删除", "付款", "服務條款"),
)
