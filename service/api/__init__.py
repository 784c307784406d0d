"""HTTP: routes, their parameters and answers. Nothing here decides or stores anything."""
