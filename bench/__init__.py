"""What the parts of Chancery do in a second, next to what others do with the same work. ``make bench`` runs it."""
