"""What the views are asked, at any three times."""
