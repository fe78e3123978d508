"""The sound of videos: a child process that decodes and plays it, and the client's side of it."""
