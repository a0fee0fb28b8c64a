// Package evaluationtest holds fixtures that read as a sentence:
//
//	c := evaluationtest.New(t).Running().Through("formation").At("2020-08-10 09:00")
//	c.As(evaluationtest.HotlineClerk()).On("self_check", "online-hall", "submit").Claims()
//
// The case is the one Zhanjiang's service centre published for 2019: its
// dates, its group of one chair and four members, its figures. People are
// named by post. Which department answers for which item is not published and
// is this fixture's choice.
package evaluationtest
