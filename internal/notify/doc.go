// Package notify tells people something outside the system (通知): that a task
// waits for them, is late, came back. A Notice says what happened; Render puts
// it into official Chinese; a Channel carries it.
//
// Sending is at least once. A notice keeps its id however often it is tried,
// and the mail made of it keeps its Message-ID, so that a mail sent twice
// around a crash can be recognised as one. A Channel answers with faults: code
// unavailable means try again, any other code means that trying again is of
// no use.
//
// Facts in a notice were typed by people. They are cleaned before they reach a
// subject, a text or a page: no header, no markup and no foreign link gets in.
package notify
