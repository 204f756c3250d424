"""`webmend doctor`: what is wrong with an installation, and what to do about it.

Facts are gathered first, as far as whoever asks may see them; checks are a list of small rules over them.
"""
