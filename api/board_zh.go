package api

// boardTitle names the file of a board.
func boardTitle() string { return "进度看板" }

// ofDepartment says which holders of a role are meant.
func ofDepartment(department, roles string) string {
	if department == "" {
		return roles
	}
	return department + "（" + roles + "）"
}
