package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	ics "github.com/arran4/golang-ical"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// Entry is a live task of the person whose calendar it is (日历条目).
type Entry struct {
	Task       evaluation.TaskID
	Title      string
	Evaluation string // title
	// DueAt is the first instant that is too late.
	DueAt   time.Time
	Version int64
	// Tentative is true while others could do it as well.
	Tentative bool
	Link      string // empty when none is known
}

// MaxEntries bounds a calendar.
const MaxEntries = 500

// zone is how calendars name the clock of Beijing.
const zone = "Asia/Shanghai"

// Alarms ring at nine in the morning, three days and one day before the day of
// the deadline; for a deadline at an hour, to the hour.
const (
	threeMornings = "-P2DT15H"
	oneMorning    = "-PT15H"
	threeDays     = "-P3D"
	oneDay        = "-P1D"
)

// Write gives the calendar as text. The same entries give the same events: an
// event keeps its UID, and its SEQUENCE is the version of the task.
func Write(entries []Entry, now time.Time) string {
	c := ics.NewCalendarFor("jiheng")
	c.SetProductId("-//jiheng//deadlines//ZH")
	c.SetXWRCalName(name())
	c.SetXWRTimezone(zone)
	c.SetRefreshInterval("PT1H", ics.WithValue("DURATION"))
	c.SetXPublishedTTL("PT1H")
	beijing(c)
	for _, e := range entries {
		e.write(c, now)
	}
	return c.Serialize(ics.WithNewLine("\r\n"))
}

// beijing describes the clock: eight hours ahead, all year.
func beijing(c *ics.Calendar) {
	s := c.AddTimezone(zone).AddStandard()
	s.SetProperty(ics.ComponentPropertyDtStart, "19700101T000000")
	s.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), "+0800")
	s.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), "+0800")
	s.SetProperty(ics.ComponentProperty(ics.PropertyTzname), "CST")
}

func (e Entry) write(c *ics.Calendar, now time.Time) {
	event := c.AddEvent(uid(e.Task))
	event.SetDtStampTime(now.UTC())
	event.SetSequence(int(e.Version))
	event.SetSummary(summary(e))
	event.SetStatus(ics.ObjectStatusConfirmed)
	if e.Tentative {
		event.SetStatus(ics.ObjectStatusTentative)
	}
	event.SetTimeTransparency(ics.TransparencyTransparent) // a deadline keeps nobody busy
	if e.Link != "" {
		event.SetURL(e.Link)
	}
	for _, trigger := range e.when(event) {
		alarm := event.AddAlarm()
		alarm.SetAction(ics.ActionDisplay)
		alarm.SetTrigger(trigger)
		alarm.SetDescription(summary(e))
	}
}

// when sets when the event is and gives its alarms. A deadline at 24:00 is its
// whole day: at the instant itself it would stand on the day after.
func (e Entry) when(event *ics.VEvent) []string {
	due := e.DueAt.In(calendar.Location())
	if due.Equal(calendar.DateOf(due).Start()) {
		day := calendar.DateOf(due.Add(-time.Nanosecond)).Start()
		event.SetProperty(ics.ComponentPropertyDtStart, day.Format("20060102"), ics.WithValue("DATE"))
		event.SetProperty(ics.ComponentPropertyDtEnd, due.Format("20060102"), ics.WithValue("DATE"))
		return []string{threeMornings, oneMorning}
	}
	event.SetProperty(ics.ComponentPropertyDtStart, due.Format("20060102T150405"), ics.WithTZID(zone))
	return []string{threeDays, oneDay}
}

// uid is the same for a task for ever, and plain whatever the task is called.
func uid(t evaluation.TaskID) string {
	sum := sha256.Sum256([]byte(t))
	return hex.EncodeToString(sum[:16]) + "@jiheng"
}
