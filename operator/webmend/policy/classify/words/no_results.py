"""A search or a list has nothing to show."""

from .phrases import Phrases

NO_RESULTS = Phrases(
    en=(
        "no results",
        "0 results",
        "no records",
        "no matching records",
        "no data available",
        "no data to display",
        "no items found",
        "no entries",
        "no matches found",
        "nothing found",
        "does not exist yet",
        "doesn't exist yet",
        "not ~ created yet",
        "has not been created",
        "no ~ yet",
        "no rows",
        "empty table",
        "empty list",
        "table is empty",
        "list is empty",
    ),
    de=("keine ergebnisse", "keine treffer", "keine einträge", "keine daten"),
    fr=("aucun résultat", "aucune donnée", "aucun enregistrement"),
    es=("sin resultados", "no se encontraron resultados", "no hay datos"),
    pt=("nenhum resultado", "sem resultados", "nenhum registro"),
    it=("nessun risultato", "nessun dato", "nessun elemento"),
    nl=("geen resultaten", "geen gegevens"),
    pl=("brak wyników", "brak danych", "nie znaleziono wyników"),
    cs=("žádné výsledky", "nebyly nalezeny žádné", "žádná data"),
    he=("לא נמצאו תוצאות", "אין נתונים"),
    ja=("結果が見つかりません", "データがありません", "該当するデータ"),
    zh=("没有结果", "无结果", "暂无数据", "未找到结果", "沒有資料"),
)
