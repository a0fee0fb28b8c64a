package evaluation

// Label is the state of a disposal as people read it.
func (s DisposalState) Label() string {
	switch s {
	case DisposalWaiting:
		return "待审批"
	case DisposalAgreed:
		return "已同意"
	case DisposalDeclined:
		return "不同意"
	}
	return string(s)
}
