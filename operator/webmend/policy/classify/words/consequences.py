"""Something that cannot be taken back, or costs something: for a person to decide."""

from .phrases import Phrases

CONSEQUENCES = Phrases(
    en=("delete", "pay now", "confirm payment", "transfer", "are you sure", "purchase", "cannot be undone"),
    de=("löschen", "zahlungspflichtig", "überweisung", "sind sie sicher"),
    fr=("supprimer", "payer", "virement", "êtes-vous sûr"),
    es=("eliminar", "pagar", "transferencia", "está seguro"),
    pt=("excluir", "pagar", "tem certeza"),
    it=("elimina", "paga", "bonifico"),
    nl=("verwijderen", "betalen", "weet u het zeker"),
    pl=("usuń", "zapłać", "czy na pewno"),
    cs=("smazat", "zaplatit", "opravdu chcete"),
    he=("מחק", "תשלום"),
    ja=("削除", "支払", "よろしいですか"),
    zh=("删除", "付款"),
)
