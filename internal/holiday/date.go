package holiday

import (
	"fmt"
	"strings"

	"jiheng/internal/calendar"
)

// readDate reads the ways in which offices write a date: 2027-01-01, 2027/1/1,
// 2027.1.1, 20270101 and the Chinese form.
func readDate(text string) (calendar.Date, bool) {
	text = strings.Join(strings.Fields(text), "")
	if len(text) == len("20270101") && strings.Trim(text, "0123456789") == "" {
		text = text[:4] + "-" + text[4:6] + "-" + text[6:]
	}
	parts := strings.Split(dateMarks().Replace(text), "-")
	if len(parts) != 3 || len(parts[0]) != 4 {
		return calendar.Date{}, false
	}
	for i, p := range parts[1:] {
		if len(p) == 1 {
			parts[i+1] = "0" + p
		}
	}
	d, err := calendar.ParseDate(fmt.Sprintf("%s-%s-%s", parts[0], parts[1], parts[2]))
	return d, err == nil
}
