"""Papers: what they say, the template that is in force, and what is wrong with one."""
