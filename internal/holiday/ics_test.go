package holiday_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/calendar"
	"jiheng/internal/holiday"
)

func asICS(events ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + strings.Join(events, "") + "END:VCALENDAR\r\n")
}

func event(lines ...string) string {
	return "BEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\n"
}

// events are the rows as a calendar to subscribe to has them.
func events(summary func(name string, off bool) []string) []string {
	var out []string
	for _, r := range rows() {
		lines := append([]string{"DTSTART;VALUE=DATE:" + strings.ReplaceAll(r[0], "-", "")}, summary(r[2], r[1] == "放假")...)
		out = append(out, event(lines...))
	}
	return out
}

func plainly(name string, off bool) []string {
	if off {
		return []string{"SUMMARY:" + name + " 假期 第1天/共1天"}
	}
	return []string{"SUMMARY:" + name + " 补班 第1天/共1天"}
}

func TestRead_calendars_to_subscribe_to(t *testing.T) {
	t.Parallel()
	source := rows()[0][3]
	want := read(t, "2027.json", asJSON(t)).Digest()
	other := event("DTSTART;VALUE=DATE:20270320", "SUMMARY:春分")
	for name, text := range map[string][]byte{
		"words": asICS(append(events(plainly), other)...),
		"marks": asICS(events(func(name string, off bool) []string {
			return []string{"SUMMARY;LANGUAGE=zh_CN:" + name + map[bool]string{true: "（休）", false: "（班）"}[off]}
		})...),
		"a property of its own, folded": asICS(events(func(name string, off bool) []string {
			return []string{"SUMMARY:" + name[:3], " " + name[3:], "X-APPLE-SPECIAL-DAY:" + map[bool]string{true: "WORK-HOLIDAY", false: "ALTERNATE-WORKDAY"}[off]}
		})...),
	} {
		c, err := holiday.Read("2027.ics", text, holiday.Options{Source: source, Standing: calendar.China()})
		require.NoError(t, err, name)
		require.Equal(t, want, c.Digest(), name)
	}
}

func TestRead_events_of_several_days_and_years(t *testing.T) {
	t.Parallel()
	more := append(events(plainly),
		event("DTSTART;VALUE=DATE:20270207", "DTEND;VALUE=DATE:20270210", "SUMMARY:春节假期"),             // the end is not part of it
		event("DTSTART:20270503T160000Z", "DTEND:20270504T155959Z", "SUMMARY:劳动节假期"),                  // 4 May in Shanghai
		event("DTSTART;TZID=Asia/Shanghai:20270610T000000", "DTEND:20270611T235959", "SUMMARY:端午节假期"), // to the 11th
	)
	for _, e := range events(plainly) {
		e = strings.ReplaceAll(strings.ReplaceAll(e, "DATE:2027", "DATE:2028"), "DATE:2026", "DATE:2027")
		more = append(more, strings.ReplaceAll(e, "20280220", "20280219"))
	}
	c, err := holiday.Read("x.ics", asICS(more...), holiday.Options{Source: "p"})
	require.NoError(t, err)
	require.Equal(t, []int{2027, 2028}, c.Years())
	var dates []string
	for _, d := range c.Notices()[0].Days {
		dates = append(dates, d.Date.String())
	}
	require.Equal(t, []string{
		"2026-12-31", "2027-01-01", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-20", "2027-04-05",
		"2027-05-03", "2027-05-04", "2027-06-09", "2027-06-10", "2027-06-11", "2027-09-15",
	}, dates)
	require.Equal(t, "2027-12-31", c.Notices()[1].Days[0].Date.String())
}

func TestRead_points_at_every_mistake_in_events(t *testing.T) {
	t.Parallel()
	good := events(plainly)
	for name, c := range map[string]struct {
		text   []byte
		source string
		want   string
	}{
		"no source":      {asICS(good...), "", "日历文件不写依据；请用 --source 给出通知的文号或网址"},
		"nothing to say": {asICS(event("DTSTART:20270320", "SUMMARY:春分")), "p", "没有找到写明放假或补班的日程"},
		"cut off":        {asICS(good...)[:len(asICS(good...))-len("END:VEVENT\r\nEND:VCALENDAR\r\n")], "p", "日历文件没有写完，缺少 END:VEVENT"},
		"no date":        {asICS(append(good, event("SUMMARY:元旦假期"))...), "p", "“”不是日期；请写成 2027-01-01"},
		"a bad date":     {asICS(append(good, event("DTSTART:20270230", "SUMMARY:元旦假期"))...), "p", "36:1 “20270230”不是日期；请写成 2027-01-01"},
		"backwards":      {asICS(append(good, event("DTSTART:20270302", "DTEND:20270301", "SUMMARY:元旦假期"))...), "p", "37:1 “20270301”不是日期；请写成 2027-01-01"},
		"for ever":       {asICS(append(good, event("DTSTART:20270302", "RRULE:FREQ=YEARLY", "SUMMARY:元旦假期"))...), "p", "37:1 不接受重复的日程或只写时长的日程；请逐日写明"},
		"too long":       {asICS(append(good, event("DTSTART:20270302", "DTEND:20270502", "SUMMARY:元旦假期"))...), "p", "36:1 一个日程超过 31 天，请核对起止日期"},
		"a make-up day":  {asICS(append(good, event("DTSTART:20270301", "SUMMARY:春节补班"))...), "p", "37:1 2027-03-01 是周一，本来就上班；调休上班只能在周六、周日"},
		"a day twice":    {asICS(append(good, event("DTSTART:20270101", "SUMMARY:元旦假期"))...), "p", "36:1 2027-01-01 写了两次，第 8 行已经写过"},
		"not in UTF-8":   {append(asICS(good...), 0xff), "p", "日历文件不是 UTF-8 编码"},
	} {
		_, err := holiday.Read("x.ics", c.text, holiday.Options{Source: c.source})
		require.Equal(t, []string{c.want}, said(t, err), name)
	}
}
