"""When: dates as they are written, which days they mean, and which act each is of."""
