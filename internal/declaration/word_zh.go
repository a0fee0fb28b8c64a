package declaration

// What people write for true and false.
const (
	yesWord = "是"
	noWord  = "否"
)
