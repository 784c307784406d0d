"""Short articles that tests hand in; written for them."""

ANNOUNCED = "Le président malien Assimi Goïta se rendra en Russie en juin 2025, a annoncé la présidence malienne."
VISITED = "Le président malien Assimi Goïta s'est rendu en Russie le 23 juin 2025. Il a été reçu par Vladimir Poutine."
CANCELLED = "Le président malien Assimi Goïta a annulé sa visite en Russie, prévue en juin 2025."
WHEAT = "La Russie a livré 25 000 tonnes de blé au Mali le 26 janvier 2024."
SUMMONED = "Le Mali a convoqué mercredi 20 décembre 2023 l'ambassadeur d'Algérie à Bamako."
NOTHING = "La pluie est tombée sur la ville pendant trois jours et les écoles sont restées fermées."
