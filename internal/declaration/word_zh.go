package declaration

// What people write for true and false, and before a part.
const (
	yesWord = "是"
	noWord  = "否"

	// partWord begins a row that is part of another.
	partWord = "其中"
)
