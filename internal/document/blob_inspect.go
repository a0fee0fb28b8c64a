package document

// Inspect judges a stored blob by the name it was handed in under; see Sniff.
// Faults: those of Open and Sniff.
func (b *Blobs) Inspect(sha256, name string) (Kind, error) {
	f, size, err := b.open(sha256)
	if err != nil {
		return Kind{}, err
	}
	defer func() { _ = f.Close() }()
	return Sniff(name, f, size)
}
