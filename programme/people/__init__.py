"""People: accounts, units, roles in a programme, seats and RACI; refuses to lose the last PM or administrator."""
