package evaluation

// outcomeDone is the option of the look-back that says a problem was put right.
const outcomeDone = "已整改"

// Label is the state as people read it.
func (s RectificationState) Label() string {
	switch s {
	case RectificationUnderway:
		return "整改中"
	case RectificationUnreported:
		return "未报整改，视同未整改"
	case RectificationDone:
		return "已整改"
	case RectificationNotDone:
		return "未整改"
	}
	return string(s)
}
