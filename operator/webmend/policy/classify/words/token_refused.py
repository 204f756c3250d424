"""A token was refused: a second factor where a code is asked for, elsewhere what stands for a session."""

from .phrases import Phrases

TOKEN_REFUSED = Phrases(
    en=("token ~ not valid", "token ~ invalid", "token ~ incorrect", "token ~ wrong", "verification failed"),
)
