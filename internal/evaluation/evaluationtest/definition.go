package evaluationtest

import (
	"github.com/shopspring/decimal"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// AmountAtLeast keeps the items whose amount reaches the named parameter.
func AmountAtLeast(parameter string) evaluation.Condition {
	return Condition{
		Source: "amount >= " + parameter,
		Test: func(it evaluation.Item, values []evaluation.ParameterValue) (bool, error) {
			for _, v := range values {
				if v.Name == parameter {
					return it.Amount.GreaterThanOrEqual(v.Value), nil
				}
			}
			return false, fault.New(fault.Invalid, "parameter_unknown", "no parameter %q", parameter)
		},
	}
}

// Condition is a condition made of a Go function.
type Condition struct {
	Source string
	Test   func(evaluation.Item, []evaluation.ParameterValue) (bool, error)
}

// Holds calls the function.
func (c Condition) Holds(it evaluation.Item, values []evaluation.ParameterValue) (bool, error) {
	return c.Test(it, values)
}

// Text gives the source.
func (c Condition) Text() string { return c.Source }

// Yuan is an amount of money in yuan.
func Yuan(amount string) decimal.Decimal { return decimal.RequireFromString(amount) }

func days(n int) evaluation.Offset     { return evaluation.Offset{Count: n} }
func workdays(n int) evaluation.Offset { return evaluation.Offset{Count: n, Workdays: true} }

func roles(ids ...evaluation.RoleID) []evaluation.RoleID { return ids }

func assignee() []evaluation.Audience { return []evaluation.Audience{{Assignee: true}} }

func holders(ids ...evaluation.RoleID) []evaluation.Audience {
	out := make([]evaluation.Audience, 0, len(ids))
	for _, id := range ids {
		out = append(out, evaluation.Audience{Role: id})
	}
	return out
}

func largeProjects() *evaluation.ForEach {
	return &evaluation.ForEach{Kind: evaluation.ItemProject, Where: AmountAtLeast("self_check_amount")}
}

func doerOf(stage evaluation.StageID, step evaluation.StepID) evaluation.Exclusion {
	return evaluation.Exclusion{DoerOf: &evaluation.StepRef{Stage: stage, Step: step}}
}

func system(id evaluation.StepID, title string, effect evaluation.Effect) evaluation.StepDefinition {
	return evaluation.StepDefinition{
		ID: id, Title: title, By: roles(evaluation.SystemRole), Quorum: evaluation.QuorumOne, Effect: effect,
	}
}
