"""A label: a category and, where the category names any, a sub-type."""

from typing import NamedTuple

from webmend.domain.failure import SUB_TYPES, Category, SubType

_CATEGORY_OF = {sub_type: category for category, sub_types in SUB_TYPES.items() for sub_type in sub_types}


class Label(NamedTuple):
    """What a failure is called."""

    category: Category
    sub_type: SubType | None = None

    def __str__(self) -> str:
        return f"{self.category}/{self.sub_type}" if self.sub_type else str(self.category)


def named(sub_type: SubType) -> Label:
    """The label of a sub-type that belongs to one category."""
    return Label(_CATEGORY_OF[sub_type], sub_type)


def other(category: Category) -> Label:
    """The category, and none of its named sub-types."""
    return Label(category, SubType.OTHER)


PAGE_NOT_FOUND = Label(Category.PAGE_NOT_FOUND)
PASSWORD_UPDATE_REQUIRED = Label(Category.PASSWORD_UPDATE_REQUIRED)
NOT_CONFIDENT = Label(Category.NOT_CONFIDENT)
