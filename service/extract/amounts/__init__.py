"""How much of what: figures with units and goods, totals and shares."""
