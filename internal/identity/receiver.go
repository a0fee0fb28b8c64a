package identity

// Receiver is a unit to which can be filed, and whether somebody there reviews
// what is filed.
type Receiver struct {
	ID, Name string
	Reviews  bool
}
