"""Many requests brokered at once: who should serve which, out of one pool of experts."""
