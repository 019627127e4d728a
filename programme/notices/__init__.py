"""What people are told, by which channel and how often: the notification centre, digests, and packs sent by the clock.

Owns notifications, each person's wishes, the channels of a programme with what was sent over them, and who read which
paper. Refuses to send to whom a programme is not visible, to addresses inside the own network unless the installation
allows it, and to follow a redirect; shows a secret never again.
"""
