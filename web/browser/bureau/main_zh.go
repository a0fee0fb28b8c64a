package main

// The words of the seed.
const (
	bureauName     = "湛江市财政局"
	departmentName = "绩效科"
	clerkPost      = "财政局绩效科经办人"
)
