"""How `readers/model.npz` is made; not imported when references are read."""
