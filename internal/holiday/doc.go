// Package holiday reads the files in which the yearly notices of holidays
// come to an office, and says in one sentence each what is wrong where.
//
// Four kinds of file are read: the JSON that public collections keep per year
// ({"year":…,"papers":[…],"days":[{"name","date","isOffDay"}]}, a list of such
// years, or a version with "years"), and tables as .csv or .xlsx with the
// columns date, kind, name and basis, in any order, under a heading in Chinese;
// and calendars to subscribe to, .ics, whose events say whether a day is off.
//
// A table says no year. Rows of the same basis make one notice, and its year is
// the latest among their dates, since the notice for a year rules days of that
// year and of the December before. Several papers for one year, as an
// amendment, make one notice together.
//
// What is read replaces the notice for its year as a whole, so a file that
// leaves out a festival is refused as incomplete: it would turn provisional
// days into firm ones that are wrong.
package holiday
