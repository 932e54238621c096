"""How far a figure may be trusted: interval, what it rests on, the sampled check, ratings of the data."""
