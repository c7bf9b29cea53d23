"""Vue components and what hands them plain values; what they show is escaped by Vue."""
