package api

// boardTitle names the file of a board.
func boardTitle() string { return "进度看板" }
