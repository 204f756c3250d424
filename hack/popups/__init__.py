"""How well pop-ups of other people's making are dismissed: their pages, served here, through the real runner."""
