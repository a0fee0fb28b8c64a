package roster

import (
	"fmt"
	"strings"
)

const (
	notUTF8     = "文件不是UTF-8编码，请另存为UTF-8后重试。"
	notJSON     = "不是有效的JSON，请检查这一行及上一行的引号、逗号和括号。"
	tooDeep     = "括号套得过深，请按说明中的格式填写。"
	notAnObject = "应为花括号括起的对象。"
	notAList    = "应为方括号括起的列表。"
	notAText    = "应为加引号的文字。"
	notADate    = "日期应写成2026-01-01的形式。"
	missing     = "必须填写。"
	nameTwice   = "同一栏目写了两次，请删去一处。"

	badID        = "编号由英文字母、数字和“.”“_”“-”组成，以字母或者数字开头，不超过64个字符。"
	badName      = "首尾不能有空格，也不能有换行等不能显示的字符。"
	nameTooLong  = "不能超过100个字。"
	badLogin     = "账号不能有空格和不能显示的字符，不超过64个字。"
	reservedID   = "system是系统自身的编号，请换一个编号。"
	notAnAddress = "不是有效的电子邮箱地址，例如 zhang@example.gov.cn。"
	endsFirst    = "截止日期早于开始日期。"
)

func unknownName(names []string) string {
	return "没有这个栏目；可用的栏目：" + strings.Join(names, "、") + "。"
}

func twiceUnit(id string) string {
	return fmt.Sprintf("单位“%s”在文件中出现了两次。", id)
}

func twiceDepartment(id string) string {
	return fmt.Sprintf("科室“%s”在文件中出现了两次。", id)
}

func twicePerson(id string) string {
	return fmt.Sprintf("人员“%s”在文件中出现了两次。", id)
}

func noUnit(id string) string {
	return fmt.Sprintf("没有登记单位“%s”，请先登记单位。", id)
}

func noDepartment(id string) string {
	return fmt.Sprintf("没有登记科室“%s”，请先登记科室。", id)
}

func foreignDepartment(id, of, unit string) string {
	return fmt.Sprintf("科室“%s”属于单位“%s”，不属于“%s”。", id, of, unit)
}

func departmentMoved(id, before string) string {
	return fmt.Sprintf("科室“%s”已登记在单位“%s”，不能改属其他单位；请另设编号。", id, before)
}

func loginTaken(login, owner string) string {
	return fmt.Sprintf("账号“%s”已由“%s”使用。", login, owner)
}

const (
	needsUnit  = "单位编码必须填写。"
	needsLogin = "登录名必须填写。"
)

func needsUnitName(id string) string {
	return fmt.Sprintf("没有登记单位“%s”；新单位请同时填写单位名称。", id)
}

func noDepartmentNamed(name string) string {
	return fmt.Sprintf("单位没有登记科室“%s”，请先导入科室名单，或者核对名称。", name)
}

// Sentence says in Chinese what a change does.
func (c Change) Sentence() string {
	kind := map[string]string{"unit": "单位", "department": "科室", "person": "人员"}[c.Kind]
	if c.Verb == Added {
		return fmt.Sprintf("新增%s：%s（%s）", kind, c.Name, c.ID)
	}
	words := map[string]string{"name": "名称", "unit": "所在单位", "department": "所在科室", "post": "职务", "email": "邮箱", "login": "登录名"}
	var fields []string
	for _, f := range c.Fields {
		fields = append(fields, words[f])
	}
	return fmt.Sprintf("更新%s：%s（%s），%s有变", kind, c.Name, c.ID, strings.Join(fields, "、"))
}

func noRole(id string, roles []Role) string {
	known := make([]string, len(roles))
	for i, r := range roles {
		known[i] = r.ID + "（" + r.Title + "）"
	}
	return fmt.Sprintf("没有“%s”这个角色；可授予的角色：%s。", id, strings.Join(known, "、"))
}

func needsDepartment(r Role) string {
	return fmt.Sprintf("%s（%s）须写明科室。", r.ID, r.Title)
}

func grantTwice(role string) string { return fmt.Sprintf("同一任职“%s”写了两次。", role) }

func adminBeside(administrator, other Role) string {
	return fmt.Sprintf("%s不得兼任%s：三类管理员互相制约，也不参与评价工作。", administrator.Title, other.Title)
}

// String gives the problem as one line.
func (p Problem) String() string {
	var where string
	if p.Line > 0 {
		where = fmt.Sprintf("第%d行 ", p.Line)
	}
	if p.Place != "" {
		where += p.Place
	}
	if where = strings.TrimSpace(where); where == "" {
		return p.Text
	}
	return where + "：" + p.Text
}

func idTaken(id string) string {
	return fmt.Sprintf("编号“%s”已经登记，请换一个，或者修改已登记的一条。", id)
}

func idUnknown(id string) string {
	return fmt.Sprintf("没有登记“%s”，可能刚刚有变动，请重新载入。", id)
}

func nameTaken(id string) string {
	return fmt.Sprintf("本单位已有同名的科室，编号“%s”。", id)
}
