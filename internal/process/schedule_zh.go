package process

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/layout"
)

// WriteTable writes the schedule as an aligned table for people. Titles of
// roles come from the definition it was made of.
func (s *Schedule) WriteTable(w io.Writer, def *evaluation.Definition) error {
	t := layout.Table{{"阶段", "事项", "日期", "时刻", "相对截止日", "通知", "备注"}}
	if s.Timescale != nil {
		t[0] = append(t[0], "实际发生")
	}
	for _, st := range s.Stages {
		t = append(t, s.rows(st, def)...)
	}
	_, err := io.WriteString(w, s.heading()+"\n"+t.String()+s.footnotes())
	return err
}

func (s *Schedule) heading() string {
	text := fmt.Sprintf("%s（%s，第 %d 版）\n启动日 %s %s，工作日历 %s\n", s.Title, s.Process.Name, s.Process.Version,
		s.StartOn, weekday(s.StartOn), cmp.Or(s.Calendar, "（无）"))
	if s.Timescale != nil {
		text += fmt.Sprintf("演示时间：每日历时 %s，%s 从 %s 开始\n", s.Timescale.Day, s.Timescale.Origin,
			s.Timescale.StartedAt.In(calendar.Location()).Format("2006-01-02 15:04:05"))
	}
	return text
}

func (s *Schedule) footnotes() string {
	text := ""
	if s.Provisional {
		text += "\n“暂定”：该日期所在年份的放假安排尚未导入，暂按周末推算，导入后日期可能变动。\n"
	}
	never := func(st ScheduledStage) bool {
		return slices.ContainsFunc(st.Entries, func(e ScheduledEntry) bool { return e.NeverSent })
	}
	if slices.ContainsFunc(s.Stages, never) {
		text += "\n“不会发出”：提醒的时刻不晚于阶段开启。\n"
	}
	return text
}

// rows lists the opening of a stage and all that follows, in order of time.
func (s *Schedule) rows(st ScheduledStage, def *evaluation.Definition) [][]string {
	entries := slices.Clone(st.Entries)
	slices.SortStableFunc(entries, func(a, b ScheduledEntry) int { return a.At.Compare(b.At) })
	out := [][]string{s.row(st.Title, "开启", st.OpensAt, false, "", "", notes(st.Provisional, false, false))}
	for _, e := range entries {
		var told []string
		for _, who := range e.To {
			told = append(told, audienceChinese(who, def))
		}
		rest := e.Kind == evaluation.AgendaOverdue && st.DueOnRestDay
		out = append(out, s.row("", agendaChinese(e.Kind), e.At, e.Kind != evaluation.AgendaReminder, relative(e, st.Workdays),
			strings.Join(told, "、"), notes(st.Provisional, rest, e.NeverSent)))
	}
	return out
}

// row shows an instant by its civil date, and by the real one where a
// demonstration makes them differ. A deadline ends at 24:00 of its day.
func (s *Schedule) row(stage, what string, at time.Time, end bool, relative, told, note string) []string {
	civil := s.timetable.Timescale.Civil(at)
	on, clock := calendar.DateOf(civil), civil.Format("15:04")
	if end && clock == "00:00" {
		on, clock = on.AddDays(-1), "24:00"
	}
	cells := []string{stage, what, on.String() + " " + weekday(on), clock, relative, told, note}
	if s.Timescale != nil {
		cells = append(cells, at.In(calendar.Location()).Format("2006-01-02 15:04:05.000"))
	}
	return cells
}

func notes(provisional, rest, never bool) string {
	var out []string
	if rest {
		out = append(out, "休息日")
	}
	if provisional {
		out = append(out, "暂定")
	}
	if never {
		out = append(out, "不会发出")
	}
	return strings.Join(out, "、")
}

func agendaChinese(k evaluation.AgendaKind) string {
	switch k {
	case evaluation.AgendaReminder:
		return "提醒"
	case evaluation.AgendaOverdue:
		return "截止"
	case evaluation.AgendaEscalation:
		return "升级"
	}
	return string(k)
}

// relative says how far an entry is from the due date, and of the due date
// itself how many working days it leaves.
func relative(e ScheduledEntry, workdays int) string {
	if e.Kind == evaluation.AgendaOverdue {
		return "共 " + strconv.Itoa(workdays) + " 个工作日"
	}
	text := "当日"
	switch n := e.offset.Count; {
	case n < 0:
		text = "前 " + lengthChinese(-n, e.offset.Workdays)
	case n > 0:
		text = "后 " + lengthChinese(n, e.offset.Workdays)
	}
	if e.Turn > 0 {
		text += fmt.Sprintf("起，每 %s，第 %d 次", lengthChinese(e.every.Count, e.every.Workdays), e.Turn)
	}
	return text
}

func lengthChinese(n int, workdays bool) string {
	if workdays {
		return strconv.Itoa(n) + " 个工作日"
	}
	return strconv.Itoa(n) + " 日"
}

func audienceChinese(who evaluation.Audience, def *evaluation.Definition) string {
	if who.Assignee {
		return "办理人"
	}
	if r, ok := def.Role(who.Role); ok {
		return r.Title
	}
	return string(who.Role)
}

func weekday(d calendar.Date) string {
	return "周" + string([]rune("日一二三四五六")[d.Weekday()])
}

// Day is the civil day that an entry belongs to: one that comes at 24:00 to the
// day that ends then.
func (e ScheduledEntry) Day() calendar.Date {
	on := calendar.DateOf(e.At)
	if e.Kind != evaluation.AgendaReminder && e.At.Equal(on.Start()) {
		return on.AddDays(-1)
	}
	return on
}

// Told names whom an entry tells, by the titles of a definition.
func (e ScheduledEntry) Told(def *evaluation.Definition) string {
	var told []string
	for _, who := range e.To {
		told = append(told, audienceChinese(who, def))
	}
	return strings.Join(told, "、")
}
