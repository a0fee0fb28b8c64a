package composition

import (
	"fmt"
	"strings"
)

const (
	titleRectificationNotice = "整改通知"
	titleRectificationReply  = "整改报告"
	stateUnsigned            = "单位尚未签发"
)

// noticeTitle is the title of a rectification where the bureau wrote it as that
// of a notice; what somebody wrote is not put into other words.
func (c Composition) noticeTitle() string {
	if strings.HasSuffix(c.evaluation.Title, titleRectificationNotice) {
		return c.evaluation.Title
	}
	return ""
}

// reviewed is what was reviewed, as the unit filed it, or from the title of the
// rectification: titles end in what the paper is, or begin as titles of papers
// do.
func (c Composition) reviewed() string {
	if c.names.Reviewed != "" {
		return c.names.Reviewed
	}
	subject := strings.TrimPrefix(c.evaluation.Title, "关于")
	for _, tail := range []string{"的", "通知", "整改", "责令", "问题", "发现", "存在", "复核", "审核"} {
		subject = strings.TrimSuffix(subject, tail)
		if tail == "整改" {
			subject = strings.TrimSuffix(subject, "的")
		}
	}
	if subject == "" || subject == c.names.Unit {
		return fmt.Sprintf("%s%d年度绩效自评", subject, c.evaluation.Year)
	}
	return subject
}
