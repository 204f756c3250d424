"""Sites that fail in one known way each: the live cases on which classification is measured.

A case (`catalogue.Case`) is a small site of its own host and the workflow that fails there. Its label is known because
the site was built to fail so; nothing here is written with the rules in view. Cases live in a folder a category, next
to their pages; `undecidable`, `hostile` and `platform` hold what has no category.

To add one: write a `Case` into `CASES` of a module in such a folder. Nothing else has to know of it.
"""
