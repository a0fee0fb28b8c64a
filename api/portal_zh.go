package api

import "jiheng/internal/evaluation"

// span writes a period; what has not come yet is left open.
func span(from, to string) string {
	switch {
	case from == "":
		return "未开始"
	case to == "":
		return from + " 起"
	case from == to:
		return from
	}
	return from + " 至 " + to
}

// punctuality says of a settled stage whether it was on time, and of any other
// where it stands.
func punctuality(s evaluation.StageState, late bool) string {
	switch {
	case s != evaluation.StageClosed:
		return s.Label()
	case late:
		return "逾期"
	}
	return "按期"
}

// partMark stands between the number of a part and its title.
func partMark() string { return "、" }
