package api

import (
	"fmt"

	"jiheng/internal/evaluation"
)

func systemName() string { return "系统" }

// groupQuorumWords says how many of the group must take part.
func groupQuorumWords(q evaluation.Share) string {
	if q.MoreThan {
		return fmt.Sprintf("须有超过%d分之%d的成员表达意见，领导小组的决定才算数", q.Denominator, q.Numerator)
	}
	return fmt.Sprintf("须有%d分之%d以上的成员表达意见，领导小组的决定才算数", q.Denominator, q.Numerator)
}
