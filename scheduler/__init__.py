"""Decides when: workdays, cadences, the ladder, the sweep, the digest's figures."""
