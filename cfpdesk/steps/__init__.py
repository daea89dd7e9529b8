"""What can be seen and done: per noun a frozen state and its verbs. Steps are strangers."""
