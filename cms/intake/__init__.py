"""What anonymous people send: read kindly, checked, weighed, and limited, without knowing who they are."""
