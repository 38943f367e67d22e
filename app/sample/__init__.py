"""The sample company: a trading firm with its users, customers and three years of touch points, all made up."""
