"""Who is meant: from phrases to states and organisations, over a whole article."""
