"""Other tools' files, read as a stream of `Row` and `Rejected` records; nothing is fetched."""
