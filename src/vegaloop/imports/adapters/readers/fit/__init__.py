"""FIT files of a day and a night, and the beats of a rest that was recorded as an activity."""
