package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/journal"
	"jiheng/policy"
)

// note is what entries of the installation that are no change of a register
// say, whichever of them they are.
type note struct {
	Kind     administration.Kind    `json:"kind"`
	Wanted   *administration.Grant  `json:"wanted"`
	Grant    *administration.Grant  `json:"grant"`
	Grants   []administration.Grant `json:"grants"`
	Person   evaluation.PersonID    `json:"person"`
	Role     evaluation.RoleID      `json:"role"`
	Reason   string                 `json:"reason"`
	Proposal string                 `json:"proposal"`
	Version  string                 `json:"version"`
	Before   string                 `json:"before"`
	Log      administration.Log     `json:"log"`
	To       json.RawMessage        `json:"to"`
	Marks    []json.RawMessage      `json:"marks"`

	Evaluation  string   `json:"evaluation"`
	Actor       string   `json:"actor"`
	OnBehalfOf  string   `json:"on_behalf_of"`
	Types       []string `json:"types"`
	Action      string   `json:"action"`
	Task        string   `json:"task"`
	Format      string   `json:"format"`
	By          string   `json:"by"`
	Entries     int64    `json:"entries"`
	Evaluations int64    `json:"evaluations"`
	Files       int64    `json:"files"`
	Findings    int64    `json:"findings"`
	Events      int64    `json:"events"`
	Status      string   `json:"status"`
	Number      int64    `json:"number"`
	Size        int64    `json:"size"`
	KeyID       string   `json:"key_id"`
	Source      string   `json:"source"`
}

func noteOf(e journal.Entry) (n note, ok bool) {
	return n, json.Unmarshal(e.Data, &n) == nil
}

// ofEvaluation tells that an entry is one of an evaluation, whose kind and task
// say what happened to what.
func ofEvaluation(e journal.Entry) bool {
	return slices.Contains(evaluation.EventTypes(), evaluation.EventType(e.Type))
}

// concerned are the people whom an entry of the installation is about.
func concerned(e journal.Entry) []evaluation.PersonID {
	if ofEvaluation(e) || e.Type == (administration.RegisterChanged{}).Type() {
		return nil // of an evaluation, or of rows by their keys
	}
	n, _ := noteOf(e)
	var out []evaluation.PersonID
	for _, p := range []evaluation.PersonID{n.Person, evaluation.PersonID(n.Actor), evaluation.PersonID(n.OnBehalfOf)} {
		if p != "" {
			out = append(out, p)
		}
	}
	for _, g := range n.grants() {
		out = append(out, g.Person)
	}
	return out
}

func (n note) grants() []administration.Grant {
	list := n.Grants
	for _, g := range []*administration.Grant{n.Wanted, n.Grant} {
		if g != nil {
			list = append(list, *g)
		}
	}
	return list
}

// noteDetail says what happened to what.
func noteDetail(e journal.Entry, names evaluation.Names) string {
	n, ok := noteOf(e)
	if !ok || ofEvaluation(e) {
		return ""
	}
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	switch e.Type {
	case "verification_done":
		add("评价%d项、流水%d条、文件%d个", n.Evaluations, n.Entries, n.Files)
		add("%s", found(n.Findings))
	case "history_archived":
		add("评价%s", n.Evaluation)
		add("事件%d个", n.Events)
	case "checkpoint_made":
		add("第%d个检查点，链头陈述%d条", n.Number, n.Size)
	case "checkpoint_key_added":
		add("公钥%.16s", n.KeyID)
	case (administration.LogSealed{}).Type():
		add("%s：%d行，至第%s行", logTitle(n.Log), len(n.Marks), n.To)
	case (administration.PolicyTaken{}).Type():
		add("版本%.12s", n.Version)
		if n.Before != "" {
			add("此前为%.12s", n.Before)
		}
	case "calendar_added":
		add("版本%s", n.Version)
		if n.Source != "" {
			add("来源：%s", n.Source)
		}
	default:
		n.persons(add, names)
		n.question(add, names)
	}
	return strings.Join(parts, "；")
}

func found(findings int64) string {
	if findings == 0 {
		return "没有发现问题"
	}
	return fmt.Sprintf("发现%d处问题", findings)
}

// persons says who was given what, or what was done to whose account.
func (n note) persons(add func(string, ...any), names evaluation.Names) {
	if n.Kind != "" {
		add("%s", n.Kind.Label())
	}
	grants := n.grants()
	for i, g := range grants {
		if i == shownKeys {
			add("等%d项", len(grants))
			break
		}
		add("%s：%s", calledIn(names, g.Person), policy.RoleTitle(g.Role))
	}
	if n.Person != "" {
		add("%s", calledIn(names, n.Person))
	}
	if n.Role != "" {
		add("%s", policy.RoleTitle(n.Role))
	}
	if n.Proposal != "" && len(grants) == 0 {
		add("申请%s", n.Proposal)
	}
	if n.Reason != "" {
		add("事由：%s", reasonSaid(n.Reason))
	}
}

// question says what was looked for.
func (n note) question(add func(string, ...any), names evaluation.Names) {
	if n.Evaluation != "" {
		add("评价%s", n.Evaluation)
	}
	for _, p := range []struct{ word, id string }{{"操作人", n.Actor}, {"为", n.OnBehalfOf}} {
		if p.id != "" {
			add("%s%s", p.word, calledIn(names, evaluation.PersonID(p.id)))
		}
	}
	for _, kind := range n.Types {
		add("%s", EntryTitle(kind))
	}
	if label := evaluation.Action(n.Action).Label(); label != "" {
		add("操作：%s", label)
	}
	if n.Task != "" {
		add("任务%s", n.Task)
	}
	if n.Format != "" {
		add("格式：%s", n.Format)
	}
	var to time.Time
	if json.Unmarshal(n.To, &to) == nil && !to.IsZero() {
		add("至%s", local(to).Format("2006年1月2日15时04分"))
	}
}

func logTitle(l administration.Log) string {
	switch l {
	case administration.SecurityLog:
		return "登录日志"
	case administration.MaterialAccesses:
		return "材料查阅记录"
	case administration.DossierAccesses:
		return "卷宗领取记录"
	}
	return string(l)
}

// reasonSaid is a reason in words: what people wrote as it is, the name of a rule
// in the words of the refusal.
func reasonSaid(reason string) string {
	return cmp.Or(ReasonTitle(reason), reason)
}
