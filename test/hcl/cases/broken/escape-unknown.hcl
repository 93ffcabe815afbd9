exclude = [".*\.tmp", "\d+", "a\u00g1", "\uD83D\uDE00"]
