"""The page "Only for me": figures that nobody but the person sees."""
