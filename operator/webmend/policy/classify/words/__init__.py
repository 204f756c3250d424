"""What sites say, one file a concept, in many languages.

A phrase is plain text. `~` stands for a few words of the same sentence, `*` at the end of a word for its endings.
Case, accents and the shape of apostrophes make no difference.
"""
