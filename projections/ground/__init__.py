"""What all views stand on: reports under the happening they were decided to tell of, and the facts they make."""
