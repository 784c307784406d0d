"""Who is named: states, organisations, officials and other persons."""
