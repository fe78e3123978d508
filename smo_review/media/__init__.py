"""Media: how foreign pictures and videos are decoded in a child process, covered and probed.

`client.Stills` is the door; `stills` is the child behind it. Nothing here knows Qt or the store.
"""
