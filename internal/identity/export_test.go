package identity

// Watch calls see with the costs of every hash that is computed from now on.
func (h *Hasher) Watch(see func(Params)) {
	derive := h.derive
	h.derive = func(password, salt []byte, passes, memory uint32, lanes uint8, length uint32) []byte {
		see(Params{MemoryKiB: memory, Passes: passes, Lanes: lanes})
		return derive(password, salt, passes, memory, lanes, length)
	}
}
