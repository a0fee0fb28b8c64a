package evaluation

// Label is the state as people read it.
func (s DisclosureState) Label() string {
	switch s {
	case DisclosureUnknown:
		return "未起算"
	case DisclosureOpen:
		return "期限内待公开"
	case DisclosureKept:
		return "按期公开"
	case DisclosureLate:
		return "逾期公开"
	case DisclosureMissed:
		return "逾期未公开"
	}
	return string(s)
}
