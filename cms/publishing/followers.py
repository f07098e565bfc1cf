"""What rooms above write whenever something publishable changes, in the transaction of the change.

A follower is `follower(row)`, registered in `AppConfig.ready()`. It is told of every saved working copy, publication,
withdrawal, and way into or out of the trash, once the row and its draft are as they will be committed. What is deleted
for good was in the trash before, so followers know it already as something that is not there.
"""

_followers: list = []


def follow(function):
    """Tell this function of every change."""
    _followers.append(function)
    return function


def tell(row) -> None:
    for follower in _followers:
        follower(row)
