// Package calendar knows which days are worked in mainland China and when a
// day begins and ends. It is pure: no clock, no I/O, no time-zone database,
// and everything it needs is passed in, so workflows may replay it.
//
// # Civil time
//
// A [Date] is a day on the wall calendar of [Location], which is UTC+8 the
// whole year. A deadline "by 28 August" ends at 24:00 of that day, which is
// [Date.End], the same instant as 00:00 of the next day.
//
// # Working days
//
// A [Calendar] holds what the yearly notices of the State Council say: which
// weekdays are off (放假) and which Saturdays and Sundays are worked (调休上班).
// Every other day follows the week: Monday to Friday are worked. A notice
// may rule days of the year before it (2022-12-31 is ruled by the notice for
// 2023), so rulings are found by date and not by the year of a file.
//
// A day no loaded notice can speak for is decided by the week alone and is
// provisional: the answer may change when that notice is imported. Provisional
// days are those of a year without a notice, and the last three days of a year
// while the next year's notice is missing, because notices have reached back as
// far as 29 December. A day that some loaded notice rules is never provisional.
//
// # Counting
//
// As Civil Code articles 201 and 203 have it: the day on which a period begins
// is not counted, the period ends with the end of its last day, and when that
// last day is a rest day the period ends with the next working day.
//
//   - n working days after d:  due, _ := c.AddWorkdays(d, n)
//   - n calendar days after d: due, _ := c.NextWorkday(d.AddDays(n))
//
// # Time scales
//
// A [Timescale] says how long a civil day really lasts. [RealTime] is the
// identity; a demonstration that runs a day in two seconds is another
// Timescale and nothing else.
//
// # What workflows must not call
//
// Decoding and encoding are for the edges: [Parse], [China] and the JSON
// methods of [Calendar] use encoding/json, so workflow code receives a ready
// Calendar as a value and never calls them.
package calendar
