"""Charts as geometry: where the lines, bars and labels of a drawing lie, in whole pixels and no fractions."""
