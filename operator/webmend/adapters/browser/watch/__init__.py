"""What happens on a page while nobody asks: requests, dialogs, console, its end."""
