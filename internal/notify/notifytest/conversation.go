package notifytest

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"net"
	"strings"
)

// conversation is the server's side of one SMTP connection.
type conversation struct {
	server *Server
	conn   net.Conn
	in     *bufio.Reader
	secure bool
	user   string
	mail   rawMail
	hello  bool
}

func newConversation(s *Server, conn net.Conn, secure bool) *conversation {
	return &conversation{server: s, conn: conn, in: bufio.NewReader(conn), secure: secure}
}

func (c *conversation) run() {
	if !c.answer(StepGreeting, "220 localhost ESMTP") {
		return
	}
	for {
		command, ok := c.line()
		if !ok || !c.obey(command) {
			return
		}
	}
}

// obey carries one command out and says whether the conversation goes on.
func (c *conversation) obey(command string) bool {
	verb, rest, _ := strings.Cut(command, " ")
	switch verb = strings.ToUpper(verb); verb {
	case "AUTH":
		c.server.heard("AUTH " + strings.Fields(rest + " ?")[0])
	default:
		c.server.heard(command)
	}
	switch verb {
	case "EHLO":
		c.hello = true
		return c.answer(StepEHLO, c.extensions())
	case "STARTTLS":
		return c.startTLS()
	case "AUTH":
		return c.auth(rest)
	case "MAIL":
		return c.from(rest)
	case "RCPT":
		return c.to(rest)
	case "DATA":
		return c.data()
	case "RSET":
		c.mail = rawMail{}
		return c.say("250 forgotten")
	case "NOOP":
		return c.say("250 still here")
	case "QUIT":
		c.answer(StepQUIT, "221 goodbye")
		return false
	}
	return c.say("502 5.5.2 not known here")
}

func (c *conversation) extensions() string {
	lines := []string{"localhost", "8BITMIME", "ENHANCEDSTATUSCODES"}
	if c.server.options.SMTPUTF8 {
		lines = append(lines, "SMTPUTF8")
	}
	if c.server.options.StartTLS && !c.secure {
		lines = append(lines, "STARTTLS")
	}
	if c.server.options.Username != "" && (c.secure || !c.server.options.StartTLS) {
		lines = append(lines, "AUTH PLAIN LOGIN")
	}
	return "250-" + strings.Join(lines[:len(lines)-1], "\r\n250-") + "\r\n250 " + lines[len(lines)-1]
}

func (c *conversation) startTLS() bool {
	if !c.server.options.StartTLS || c.secure {
		return c.say("502 5.5.1 no TLS here")
	}
	if !c.answer(StepSTARTTLS, "220 go ahead") {
		return false
	}
	conn := tls.Server(c.conn, c.server.tls)
	if conn.HandshakeContext(context.Background()) != nil {
		return false
	}
	c.conn, c.in, c.secure, c.hello = conn, bufio.NewReader(conn), true, false
	return true
}

func (c *conversation) auth(rest string) bool {
	mechanism, initial, _ := strings.Cut(rest, " ")
	var user, password string
	switch strings.ToUpper(mechanism) {
	case "PLAIN":
		parts := strings.Split(decoded(initial), "\x00")
		if len(parts) == 3 {
			user, password = parts[1], parts[2]
		}
	case "LOGIN":
		user, password = c.ask("Username:"), c.ask("Password:")
	}
	o := c.server.options
	if o.Username == "" || user != o.Username || password != o.Password {
		return c.answer(StepAUTH, "535 5.7.8 wrong user or password")
	}
	c.user = user
	return c.answer(StepAUTH, "235 2.7.0 welcome")
}

func (c *conversation) ask(question string) string {
	c.say("334 " + base64.StdEncoding.EncodeToString([]byte(question)))
	reply, _ := c.line()
	return decoded(reply)
}

func decoded(s string) string {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return ""
	}
	return string(b)
}

// answer says what was ordered for a step, else the usual, and says whether
// the conversation goes on.
func (c *conversation) answer(step Step, usual string) bool {
	return c.give(c.server.next(step, usual))
}

func (c *conversation) say(reply string) bool {
	_, err := c.conn.Write([]byte(reply + "\r\n"))
	return err == nil
}

// Longest lines in bytes with their end (RFC 5321 4.5.3.1).
const (
	maxCommandLine = 512
	maxTextLine    = 1000
)

// line reads a command.
func (c *conversation) line() (string, bool) {
	text, err := c.in.ReadString('\n')
	if err != nil {
		return "", false
	}
	if len(text) > maxCommandLine {
		c.server.violated("command line too long")
	}
	return c.trimmed(text), true
}

func (c *conversation) trimmed(text string) string {
	if !strings.HasSuffix(text, "\r\n") {
		c.server.violated("line feed without carriage return")
	}
	return strings.TrimRight(text, "\r\n")
}
