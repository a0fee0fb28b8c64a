package notifytest

import (
	"context"
	"slices"
	"sync"

	"jiheng/internal/notify"
)

// Recorder is a notify.Channel that remembers notices instead of sending them.
type Recorder struct {
	mu      sync.Mutex
	notices []notify.Notice
	answers []error
}

var _ notify.Channel = (*Recorder)(nil)

// Answer makes the next calls of Send answer these errors, one each, and
// remember nothing when the error is not nil.
func (r *Recorder) Answer(errs ...error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = append(r.answers, errs...)
}

// Send implements notify.Channel. A notice that has no wording is refused, as
// a real channel does.
func (r *Recorder) Send(_ context.Context, n notify.Notice) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.answers) > 0 {
		err := r.answers[0]
		r.answers = r.answers[1:]
		if err != nil {
			return err
		}
	}
	if _, err := notify.Render(n.Kind, n.Facts); err != nil {
		return err
	}
	r.notices = append(r.notices, n)
	return nil
}

// Notices gives what was sent so far.
func (r *Recorder) Notices() []notify.Notice {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.notices)
}
