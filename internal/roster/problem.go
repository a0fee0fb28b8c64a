package roster

// Problem is one mistake in a file, in words for whoever wrote it (问题).
type Problem struct {
	// Line is where it stands, from 1; 0 when it is about the whole file.
	Line int
	// Place names the value, such as people[2].roles[0].from.
	Place string
	// Text says in Chinese what is wrong and what to do.
	Text string
}
