"""What was asked in a month and how it was answered: a page that can be published."""
