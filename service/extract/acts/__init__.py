"""What is told: frames matched against the scenes of a sentence, and whether it happened."""
