"""What whoever sits in the office's chat does there: a room for each subject."""
