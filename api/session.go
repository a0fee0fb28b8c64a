package api

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/identity"
	"jiheng/policy"
)

// Sessions logs people in and out.
type Sessions interface {
	Login(ctx context.Context, login, password, clientAddress string) (token string, s identity.Session, err error)
	Lookup(ctx context.Context, token string) (identity.Session, error)
	// Peek is Lookup without prolonging the session.
	Peek(ctx context.Context, token string) (identity.Session, error)
	Logout(ctx context.Context, token string) error
	ChangePassword(ctx context.Context, token, old, next, clientAddress string) (fresh string, s identity.Session, err error)
	// InitialPassword makes the first password of an account, and its hash.
	InitialPassword(ctx context.Context, login string) (password, hash string, err error)
}

// cookie is how a client carries its session.
type cookie struct {
	name   string
	secure bool
}

// newCookie names the cookie: the __Host- prefix keeps other hosts of the
// domain from setting it, and needs https.
func newCookie(secure bool) cookie {
	if secure {
		return cookie{name: "__Host-jiheng_session", secure: true}
	}
	return cookie{name: "jiheng_session"}
}

func (k cookie) read(r *http.Request) string {
	found, err := r.Cookie(k.name)
	if err != nil {
		return ""
	}
	return found.Value
}

// set gives the header that hands a token out; an empty one takes it back.
func (k cookie) set(token string, expires time.Time) string {
	c := http.Cookie{ //nolint:gosec // secure as soon as people come by https
		Name: k.name, Value: token, Path: "/", Expires: expires, HttpOnly: true, Secure: k.secure, SameSite: http.SameSiteLaxMode,
	}
	if token == "" {
		c.MaxAge = -1
	}
	return c.String()
}

// authenticate finds the session, where the operation asks for one.
func (s *server) authenticate(c *gin.Context) {
	ctx, x := enter(c)
	x.token = s.cookie.read(c.Request)
	if x.operation.open {
		c.Next()
		return
	}
	find := s.sessions.Lookup
	if asksByItself(x.operation.id) {
		find = s.sessions.Peek
	}
	session, err := find(ctx, x.token)
	if err != nil {
		s.fail(c, err)
		return
	}
	x.session = session
	if !session.InitialUntil.IsZero() && !aboutOneself(x.operation.id) {
		s.fail(c, fault.New(fault.Forbidden, reasonInitial, "the initial password is to be changed first"))
		return
	}
	x.actingFor = actingFor(c.GetHeader("X-Acting-For"), x.person())
	if wait := s.bounded(c.Request, x); wait > 0 {
		s.fail(c, fault.New(fault.Unavailable, reasonTooMany, "too many commands of one person").With("retry_after", seconds(wait)))
		return
	}
	c.Next()
}

// actingFor reads for whom the caller stands in; that he does is checked where
// the roles are read. Acting for oneself is acting.
func actingFor(header string, me evaluation.PersonID) evaluation.PersonID {
	if evaluation.PersonID(header) == me {
		return ""
	}
	return evaluation.PersonID(header)
}

// bounded gives how long somebody who has sent too many commands has to wait.
// Every command costs a transaction, and every refused one an entry in a
// journal that is kept for ever. Nobody works that fast by hand.
func (s *server) bounded(r *http.Request, x *exchange) time.Duration {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return 0
	}
	return s.commands.takeFor(string(x.person()))
}

// asksByItself names what a page asks without anybody doing anything: it must
// not keep a session alive.
func asksByItself(operation string) bool {
	return operation == "CountTasks" || operation == "ListNotices" || operation == "StreamEvents"
}

// aboutOneself names what somebody may do who has not changed the password that
// was handed out: another person knows it.
func aboutOneself(operation string) bool {
	return operation == "GetSession" || operation == "ChangePassword" || operation == "LogOut"
}

// LogIn begins a session.
func (s *server) LogIn(c context.Context, r LogInRequestObject) (LogInResponseObject, error) {
	ctx, x := enter(c)
	if wait := s.logins.take(x.address); wait > 0 {
		return nil, tooOften(wait)
	}
	token, session, err := s.sessions.Login(ctx, r.Body.Login, r.Body.Password, x.address)
	if err != nil {
		return nil, err
	}
	if x.token != "" {
		// The client's old session must not outlive its cookie.
		if err := s.sessions.Logout(ctx, x.token); err != nil {
			return nil, err
		}
	}
	x.session = session
	me, err := s.me(ctx, session)
	if err != nil {
		return nil, err
	}
	return LogIn200JSONResponse{
		Body: me, Headers: LogIn200ResponseHeaders{SetCookie: s.cookie.set(token, session.ExpiresAt)},
	}, nil
}

// ChangePassword lets a person change the own password: every session of that
// person ends, and this client goes on in a new one.
func (s *server) ChangePassword(c context.Context, r ChangePasswordRequestObject) (ChangePasswordResponseObject, error) {
	ctx, x := enter(c)
	if wait := s.logins.take(x.address); wait > 0 {
		return nil, tooOften(wait) // hashing is dear
	}
	token, session, err := s.sessions.ChangePassword(ctx, x.token, r.Body.OldPassword, r.Body.Password, x.address)
	if err != nil {
		return nil, err
	}
	x.session = session
	me, err := s.me(ctx, session)
	if err != nil {
		return nil, err
	}
	return ChangePassword200JSONResponse{
		Body: me, Headers: ChangePassword200ResponseHeaders{SetCookie: s.cookie.set(token, session.ExpiresAt)},
	}, nil
}

// LogOut ends the session at once.
func (s *server) LogOut(c context.Context, _ LogOutRequestObject) (LogOutResponseObject, error) {
	ctx, x := enter(c)
	if err := s.sessions.Logout(ctx, x.token); err != nil {
		return nil, err
	}
	return LogOut204Response{Headers: LogOut204ResponseHeaders{SetCookie: s.cookie.set("", time.Time{})}}, nil
}

// GetSession tells who is logged in and what they hold.
func (s *server) GetSession(c context.Context, _ GetSessionRequestObject) (GetSessionResponseObject, error) {
	ctx, x := enter(c)
	me, err := s.me(ctx, x.session)
	return GetSession200JSONResponse(me), err
}

func (s *server) me(ctx context.Context, session identity.Session) (Me, error) {
	grants, err := s.store.Grants(ctx, evaluation.PersonID(session.Person.ID))
	if err != nil {
		return Me{}, err
	}
	person, err := s.person(ctx, session.Person)
	if err != nil {
		return Me{}, err
	}
	me := Me{Person: person, Roles: []HeldRole{}, ExpiresAt: local(session.ExpiresAt), InitialUntil: local(session.InitialUntil)}
	for _, g := range grants {
		me.Roles = append(me.Roles, HeldRole{
			Role: string(g.Role), Title: policy.RoleTitle(g.Role), UnitID: g.UnitID, DepartmentID: g.DepartmentID,
		})
	}
	return me, nil
}

func tooOften(wait time.Duration) error {
	return fault.New(fault.Unauthenticated, reasonLoginOften, "too many logins from one address").
		With("retry_after", seconds(wait))
}
