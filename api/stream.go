package api

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"jiheng/internal/evaluation"
	"jiheng/policy"
)

const (
	// defaultHeartbeat keeps the line open: proxies close those that are silent
	// for a minute.
	defaultHeartbeat = 20 * time.Second
	// writeWithin is what a client may take to accept a few bytes.
	writeWithin = 10 * time.Second
	// comeBack tells a client when to come back after a break, in milliseconds.
	comeBack = "retry: 3000\n\n"
)

// stream is an open connection to somebody's page (实时连接). What is to be
// written is the latest of each kind, so that a slow client costs no memory.
type stream struct {
	person     evaluation.PersonID // whose boxes it tells of
	substitute bool                // whether another person listens for him
	session    string
	evaluation evaluation.ID // that it watches, or ""

	rung  chan struct{}
	ended chan struct{}

	// Under the hub's lock: what is not written yet.
	counts *TaskCounts
	seq    int64
	told   int64
}

func (st *stream) ring() {
	select {
	case st.rung <- struct{}{}:
	default:
	}
}

// events is a stream on its way to a client.
type events struct {
	*stream
	server  *server
	x       *exchange
	request *http.Request
	acting  evaluation.PersonID // for whom the caller stands in, or ""
}

// StreamEvents opens a stream of what changes for the caller.
func (s *server) StreamEvents(c context.Context, r StreamEventsRequestObject) (StreamEventsResponseObject, error) {
	ctx, x := enter(c)
	acting := actingFor(r.Params.ActingFor, x.person())
	out := &events{server: s, x: x, request: requestOf(c), acting: acting, stream: &stream{
		person: cmp.Or(acting, x.person()), substitute: acting != "", session: x.session.ID, evaluation: evaluation.ID(r.Params.Evaluation),
		rung: make(chan struct{}, 1), ended: make(chan struct{}),
	}}
	if err := out.allowed(ctx); err != nil {
		return nil, err
	}
	return out, s.hub.join(out.stream)
}

// allowed tells whether the caller stands in for the person whose boxes are
// told, and may read the evaluation that is watched.
func (e *events) allowed(ctx context.Context) error {
	if _, err := e.server.standsIn(ctx, e.x.person(), e.acting); err != nil {
		return err
	}
	if e.evaluation == "" {
		return nil
	}
	request := e.x.request()
	request.Evaluation = e.evaluation
	situation, err := e.server.store.Situation(ctx, request)
	if err != nil {
		return err
	}
	_, err = e.server.policy.AuthorizeEvaluation(situation, policy.Read)
	return err
}

// VisitStreamEventsResponse writes events until the client goes, the session
// or the right to read ends, or the server does. A client that does not take
// what it is sent is left.
func (e *events) VisitStreamEventsResponse(w http.ResponseWriter) error {
	defer e.server.hub.leave(e.stream)
	defer e.server.metrics.streaming()()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no") // nginx would wait for more
	// There is nothing more to read; without a limit a read that waits for
	// the client to go would end the request.
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
	beat := time.NewTicker(e.server.heartbeat)
	defer beat.Stop()
	text := []byte(comeBack)
	for e.write(w, text) == nil {
		select {
		case <-e.request.Context().Done():
			return nil
		case <-e.ended:
			return nil
		case <-e.rung:
			text = e.server.hub.take(e.stream)
		case <-beat.C:
			if !e.goesOn() {
				return nil
			}
			text = []byte(":\n\n")
		}
	}
	return nil
}

// write sends text at once. The time limit is set anew each time, in place of
// the one for whole answers.
func (e *events) write(w http.ResponseWriter, text []byte) error {
	rc := http.NewResponseController(w)
	_ = rc.SetWriteDeadline(time.Now().Add(writeWithin)) // a writer without deadlines, as in tests, has none
	if _, err := w.Write(text); err != nil {
		return err
	}
	return rc.Flush()
}

// goesOn tells whether the session and what it was allowed still hold. While
// the database does not answer, nothing is sent anyway.
func (e *events) goesOn() bool {
	ctx := e.request.Context()
	if _, err := e.server.sessions.Peek(ctx, e.x.token); err != nil {
		return false
	}
	return e.allowed(ctx) == nil
}

// take gives what is to be written to a stream.
func (h *hub) take(st *stream) []byte {
	h.mu.Lock()
	counts, seq := st.counts, st.seq
	grown := seq > st.told
	st.counts, st.told = nil, seq
	h.mu.Unlock()
	var out bytes.Buffer
	if counts != nil {
		event(&out, "inbox", counts)
	}
	if grown {
		event(&out, "evaluation", map[string]any{"id": st.evaluation, "seq": seq})
	}
	return out.Bytes()
}

func event(out *bytes.Buffer, name string, data any) {
	text, err := json.Marshal(data)
	if err != nil {
		return // numbers and an id can be encoded
	}
	out.WriteString("event: " + name + "\ndata: ")
	out.Write(text)
	out.WriteString("\n\n")
}
