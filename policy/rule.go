package policy

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"jiheng/internal/evaluation"
)

// permission is a line of policy.csv that allows something (授权).
type permission struct {
	role     evaluation.RoleID
	object   Object
	action   evaluation.Action
	relation evaluation.Relation
}

// inheritance is a line of policy.csv that gives one role all that another
// may (角色继承).
type inheritance struct {
	role, inherits evaluation.RoleID
}

type rules struct {
	permissions  []permission
	inheritances []inheritance
}

// parseRules reads policy.csv and refuses what Casbin would silently accept:
// a misspelt role, object, action or relation, a line that says nothing new.
func parseRules(text string) (rules, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment, r.TrimLeadingSpace, r.FieldsPerRecord = '#', true, -1
	var out rules
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return rules{}, fmt.Errorf("read rules: %w", err)
		}
		line, _ := r.FieldPos(0)
		if err := out.add(fields); err != nil {
			return rules{}, fmt.Errorf("rules, line %d: %w", line, err)
		}
	}
}

func (r *rules) add(fields []string) error {
	switch {
	case fields[0] == "p" && len(fields) == 5:
		return r.permit(permission{
			evaluation.RoleID(fields[1]), Object(fields[2]),
			evaluation.Action(fields[3]), evaluation.Relation(fields[4]),
		})
	case fields[0] == "g" && len(fields) == 3:
		return r.inherit(inheritance{evaluation.RoleID(fields[1]), evaluation.RoleID(fields[2])})
	}
	return fmt.Errorf("neither a permission nor an inheritance: %q", fields)
}

func (r *rules) permit(p permission) error {
	switch {
	case !known(p.role):
		return fmt.Errorf("unknown role %q", p.role)
	case !slices.Contains(Objects(), p.object):
		return fmt.Errorf("unknown object %q", p.object)
	case !slices.Contains(ActionsOn(p.object), p.action):
		return fmt.Errorf("no action %q on %s", p.action, p.object)
	case !slices.Contains(evaluation.Relations(), p.relation) || p.relation == evaluation.RelationNone:
		return fmt.Errorf("no relation %q to allow", p.relation)
	case slices.Contains(r.permissions, p):
		return errors.New("permission given twice")
	}
	r.permissions = append(r.permissions, p)
	return nil
}

func (r *rules) inherit(i inheritance) error {
	switch {
	case !known(i.role):
		return fmt.Errorf("unknown role %q", i.role)
	case !slices.Contains(inheritableRoles(), i.inherits):
		return fmt.Errorf("role %q is not there to be inherited", i.inherits)
	case slices.Contains(r.inheritances, i):
		return errors.New("inheritance given twice")
	}
	r.inheritances = append(r.inheritances, i)
	return nil
}

func known(role evaluation.RoleID) bool {
	return slices.Contains(GrantableRoles(), role) ||
		slices.Contains(AppointedRoles(), role) ||
		slices.Contains(inheritableRoles(), role)
}
