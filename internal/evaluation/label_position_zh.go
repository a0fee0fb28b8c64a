package evaluation

// Label says where a step stands.
func (s PositionState) Label() string {
	switch s {
	case PositionWaiting:
		return "未到"
	case PositionOpen:
		return "办理中"
	case PositionDone:
		return "已办"
	case PositionReturned:
		return "已退回"
	case PositionSkipped:
		return "已跳过"
	}
	return string(s)
}
