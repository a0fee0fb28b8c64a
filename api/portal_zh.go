package api

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
