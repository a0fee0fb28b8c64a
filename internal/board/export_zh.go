package board

import (
	"fmt"
	"strconv"

	"jiheng/internal/evaluation"
)

// Label is what people call a state.
func (s State) Label() string {
	switch s {
	case NotBegun:
		return "未开始"
	case InTime:
		return "进行中"
	case DueSoon:
		return "临近截止"
	case Late:
		return "逾期"
	case Returned:
		return "退回重办"
	case Done:
		return "已完成"
	case Skipped:
		return "不涉及"
	case Stopped:
		return "已中止"
	case Elsewhere:
		return "不在本系统"
	}
	return string(s)
}

// titleOf names a column of a receiver's.
func titleOf(c evaluation.StageID) string {
	switch c {
	case FilingColumn:
		return "报送"
	case AcceptColumn:
		return "形式审核"
	case ReviewColumn:
		return "财政复核"
	case RectifyColumn:
		return "整改"
	}
	return string(c)
}

// Words are what a cell says.
func (c Cell) Words() string {
	text := c.State.Label()
	if c.Days > 0 && c.State == Done {
		text += fmt.Sprintf("（晚%d天）", c.Days)
	} else if c.Days > 0 {
		text += fmt.Sprintf("%d天", c.Days)
	}
	if c.Items > 1 && c.Open > 0 {
		text += fmt.Sprintf("，完成%d/%d", c.Items-c.Open, c.Items)
	}
	return text
}

// Sheet is a list of the board as a spreadsheet shows it (导出表).
type Sheet struct {
	Title    string
	Captions []string
	Rows     [][]string
}

// Sheets are the lists of the board: the stages, what is late, who has how much.
func (b *Board) Sheets(role func(evaluation.RoleID) string) []Sheet {
	return []Sheet{b.stages(), b.overdue(role), b.loads()}
}

func (b *Board) stages() Sheet {
	s := Sheet{Title: "阶段进度", Captions: []string{"单位", "评价或对象", "科室"}}
	for _, c := range b.Columns {
		s.Captions = append(s.Captions, c.Title)
	}
	s.Captions = append(s.Captions, "已发提醒次数")
	for _, r := range b.Rows {
		line := []string{r.Unit, r.Title, r.Department}
		for _, c := range r.Cells {
			line = append(line, c.Words())
		}
		s.Rows = append(s.Rows, append(line, strconv.Itoa(r.Told.Sum())))
	}
	return s
}

func (b *Board) overdue(role func(evaluation.RoleID) string) Sheet {
	s := Sheet{Title: "逾期任务", Captions: []string{"单位", "阶段", "评价对象", "任务", "经办", "截止日", "逾期天数", "已发提醒次数"}}
	for _, o := range b.Overdue {
		s.Rows = append(s.Rows, []string{
			o.Unit, o.Stage, o.Item, o.Title, o.Who(role), o.DueOn.String(), strconv.Itoa(o.Days), strconv.Itoa(o.Told),
		})
	}
	return s
}

// Who says who has a task, or who may take it.
func (o Overdue) Who(role func(evaluation.RoleID) string) string {
	switch {
	case o.Task == "": // of a stage one does not see who is at it
		return ""
	case o.Assignee != "":
		return o.Assignee
	}
	text := ""
	for i, r := range o.Roles {
		if i > 0 {
			text += "、"
		}
		text += role(r)
	}
	if o.Department != "" {
		text = o.Department + "（" + text + "）"
	}
	return text + "，待签收"
}

func (b *Board) loads() Sheet {
	s := Sheet{Title: "工作量", Captions: []string{"人员", "职务", "单位", "在办", "其中临近截止", "其中逾期", "近30天办结"}}
	for _, l := range b.Persons {
		s.Rows = append(s.Rows, []string{
			l.Name, l.Post, l.Unit, strconv.Itoa(l.Open), strconv.Itoa(l.Soon), strconv.Itoa(l.Late), strconv.Itoa(l.Done),
		})
	}
	return s
}
