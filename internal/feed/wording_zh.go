package feed

func name() string { return "绩效自评办理时限" }

// summary is all that a calendar shows of a task.
func summary(e Entry) string {
	s := e.Title
	if e.Evaluation != "" {
		s += "（" + e.Evaluation + "）"
	}
	if e.Tentative {
		return "【待签收】" + s
	}
	return s
}
