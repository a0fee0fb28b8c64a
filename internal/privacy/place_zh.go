package privacy

import "strconv"

func lineAt(n int) string { return "第" + strconv.Itoa(n) + "行" }

func paragraphAt(n int) string { return "第" + strconv.Itoa(n) + "段" }
