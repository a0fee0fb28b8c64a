package notifytest

import "strings"

// from begins a mail.
func (c *conversation) from(rest string) bool {
	sender, params, ok := path("FROM:", rest)
	switch {
	case !c.hello || c.mail.from != "":
		c.server.violated("MAIL out of order")
		return c.say("503 5.5.1 out of order")
	case !ok:
		c.server.violated("MAIL without a path")
		return c.say("501 5.5.4 no path")
	case c.server.options.Username != "" && c.user == "":
		return c.say("530 5.7.0 log in first")
	}
	utf8 := strings.Contains(params, "SMTPUTF8")
	if !utf8 && !sevenBit(sender) {
		c.server.violated("address needs SMTPUTF8")
	}
	reply := c.server.next(StepMAIL, "250 2.1.0 from you")
	if strings.HasPrefix(reply, "2") {
		c.mail = rawMail{from: sender, utf8: utf8, secure: c.secure, user: c.user}
	}
	return c.give(reply)
}

// to adds a recipient.
func (c *conversation) to(rest string) bool {
	recipient, _, ok := path("TO:", rest)
	if c.mail.from == "" || !ok {
		c.server.violated("RCPT out of order")
		return c.say("503 5.5.1 out of order")
	}
	if !c.mail.utf8 && !sevenBit(recipient) {
		c.server.violated("address needs SMTPUTF8")
	}
	reply := c.server.next(StepRCPT, "250 2.1.5 known here")
	if strings.HasPrefix(reply, "2") {
		c.mail.to = append(c.mail.to, recipient)
	}
	return c.give(reply)
}

// data takes the mail itself.
func (c *conversation) data() bool {
	if len(c.mail.to) == 0 {
		c.server.violated("DATA out of order")
		return c.say("503 5.5.1 out of order")
	}
	reply := c.server.next(StepDATA, "354 go ahead")
	if !strings.HasPrefix(reply, "354") {
		c.mail = rawMail{}
		return c.give(reply)
	}
	if !c.say(reply) || !c.body() {
		return false
	}
	taken := c.mail
	c.mail = rawMail{}
	reply = c.server.next(StepBody, "250 2.0.0 taken")
	if strings.HasPrefix(reply, "2") || reply == Cut || reply == Hang {
		c.server.keep(taken)
	}
	return c.give(reply)
}

// body reads lines up to the lone dot and takes the dots back that were
// stuffed before lines that began with one.
func (c *conversation) body() bool {
	var text strings.Builder
	for {
		line, err := c.in.ReadString('\n')
		if err != nil {
			return false // half a mail is no mail
		}
		if len(line) > maxTextLine {
			c.server.violated("text line too long")
		}
		line = c.trimmed(line)
		if line == "." {
			c.mail.text = text.String()
			return true
		}
		text.WriteString(strings.TrimPrefix(line, ".") + "\r\n")
	}
}

// give sends a reply that may be Cut or Hang.
func (c *conversation) give(reply string) bool {
	switch reply {
	case Cut:
		return false
	case Hang:
		<-c.server.closing
		return false
	}
	return c.say(reply)
}

// path takes "FROM:<a@b> X=Y" apart.
func path(keyword, rest string) (address, params string, ok bool) {
	if len(rest) < len(keyword) || !strings.EqualFold(rest[:len(keyword)], keyword) {
		return "", "", false
	}
	address, params, ok = strings.Cut(rest[len(keyword):], ">")
	address, open := strings.CutPrefix(address, "<")
	return address, params, ok && open
}

func sevenBit(s string) bool {
	for i := range len(s) {
		if s[i] > 0x7e {
			return false
		}
	}
	return true
}
