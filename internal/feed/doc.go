// Package feed writes a person's deadlines as a calendar to subscribe to
// (日历订阅), in the format of RFC 5545, and makes the secrets under which
// calendars are found.
//
// A calendar holds titles and deadlines and nothing about people: whoever has
// its address can read it, phones and their makers' servers among them.
package feed
