"""The Qt client: `app` puts together the window, the pages, the stage and the shell."""
