package command

import (
	"errors"
	"fmt"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/roster"
	"jiheng/internal/store"
)

const (
	organisationShort = "机构和人员 (units, departments and people)"
	importShort       = "从文件导入单位、科室、人员和任职，有错误时退出码为 3 (bring in an organisation)"
	importLong        = `从JSON文件导入单位、科室、人员和任职，或者从.xlsx导入科室名单、人员名单（模板在网页“机构和人员”下载，名单不授予角色，问题按单元格列出）。先检查全部内容，有一处错误就什么都不写入；可以反复导入，
名称和职务按文件更新，没有列出的不受影响，已有的口令不变。需要 DATABASE_URL，格式：

{
  "units":       [{ "id": "centre", "name": "政务服务中心" }],
  "departments": [{ "id": "finance", "unit_id": "centre", "name": "财务室" }],
  "people": [
    { "id": "wang", "unit_id": "centre", "department_id": "finance", "name": "王某", "post": "财务室负责人",
      "email": "wang@example.gov.cn", "login": "wang",
      "roles": [{ "role": "finance_office", "from": "2026-01-01", "to": "2026-12-31" }] }
  ]
}

login 不写时同 id；roles 中 unit_id 不写时为本人单位，from、to 不写时为即日起、长期，to 为最后一天。
section（项目负责科室）须写明 department_id。新账号的初始口令各不相同，写入只有本人可读的文件。
(bring in units, departments, people and roles; all or nothing; may be repeated)`
	checkFlag          = "只检查，不写入 (check only)"
	passwordsFlag      = "初始口令写入哪个文件，不能是已有的文件 (file for the initial passwords)"
	commonPasswordFlag = "新账号都用这个文件第一行作为初始口令 (one initial password for all, from this file)"

	accountShort     = "账号和任职 (accounts and roles)"
	accountListShort = "列出账号和任职 (list accounts and roles)"
	passwordShort    = "重置口令，该账号的登录全部失效 (reset a password)"
	disableShort     = "停用账号，该账号的登录全部失效 (disable an account)"
	enableShort      = "恢复已停用的账号 (enable an account)"
	grantShort       = "授予任职 (grant a role)"
	revokeShort      = "解除任职 (end a role)"
	passwordFileFlag = "新口令在这个文件的第一行，“-”为标准输入；不指定时自动生成并显示一次 (take the password from this file)"
	departmentFlag   = "科室编号 (department)"
	fromFlag         = "第一天，如 2026-01-01 (first day)"
	toFlag           = "最后一天，如 2026-12-31 (last day)"
	unitFlag         = "只列出这个单位 (this unit only)"
)

var (
	errListTooLarge     = errors.New("文件超过4 MB，请分成几个文件导入 (the file is too large)")
	errNoPassword       = errors.New("口令文件的第一行是空的 (the password file is empty)")
	errRosterTooLarge   = errors.New("文件超过16 MB，请分成几个文件导入 (the file is too large)")
	errChangedMeanwhile = errors.New("导入期间有人改动了账号，什么都没有写入，请重新运行 (changed meanwhile, nothing was written)")
	errTwoPasswordFiles = errors.New("--passwords 和 --password-file 只能用一个 (one of the two)")
	errOver             = errors.New("任职的最后一天已经过去 (the last day is over)")
)

func rosterWrong(n int) error {
	return fmt.Errorf("发现%d处错误，什么都没有写入 (%d mistakes, nothing was written)", n, n)
}

func rosterRight(r roster.Roster, newcomers int) string {
	return fmt.Sprintf("检查通过：单位%d个、科室%d个、人员%d名，其中新账号%d个；没有写入 (checked, not written)",
		len(r.Units), len(r.Departments), len(r.People), newcomers)
}

func rosterDone(r roster.Roster, newcomers int, passwords string) string {
	text := fmt.Sprintf("已导入：单位%d个、科室%d个、人员%d名，其中新账号%d个 (brought in)", len(r.Units), len(r.Departments), len(r.People), newcomers)
	if passwords != "" {
		text += fmt.Sprintf("\n初始口令写在 %s，只有本人可读；请分别告知后删除，并要求首次登录后修改口令。", passwords)
	}
	return text
}

func passwordColumns() []string { return []string{"账号", "姓名", "职务", "初始口令"} }

func fileThere(path string) error {
	return fmt.Errorf("文件 %s 已经存在：请用 --passwords 换一个文件名，什么都没有写入 (the file exists already)", path)
}

func noAccount(login string) error {
	return fmt.Errorf("没有账号“%s”，用 jiheng account list 查看全部账号 (no such account)", login)
}

func passwordSet(login, password string, disabled bool) string {
	text := fmt.Sprintf("账号“%s”的口令已重置，原有登录已失效；本人须在十四天内登录并修改", login)
	if password != "" {
		text += "。新口令（只显示这一次）：" + password
	}
	if disabled {
		text += "\n注意：这个账号已停用，用 jiheng account enable 恢复后才能登录。"
	}
	return text
}

func accountDisabled(login string) string {
	return fmt.Sprintf("账号“%s”已停用，原有登录已失效；已签收的任务仍在其名下 (disabled)", login)
}

func accountEnabled(login string) string {
	return fmt.Sprintf("账号“%s”已恢复 (enabled)", login)
}

func place(g roster.Grant) string {
	text := g.UnitID
	if g.DepartmentID != "" {
		text += " " + g.DepartmentID
	}
	if !g.From.IsZero() {
		text += "，自" + g.From.String() + "起"
	}
	if !g.To.IsZero() {
		text += "，至" + g.To.String() + "止"
	}
	return text
}

func granted(login, role, where string) string {
	return fmt.Sprintf("已授予“%s”：%s（%s）", login, role, where)
}

func notHeld(login string, g evaluation.Grant) error {
	return fmt.Errorf("“%s”没有这项任职：%s %s %s；科室用 --department 写明，用 jiheng account list 查看 (not held)", login, g.Role, g.UnitID, g.DepartmentID)
}

func revoked(login, role string, g evaluation.Grant) string {
	return fmt.Sprintf("已解除“%s”的任职：%s（%s），此前办理的事项不受影响", login, role, place(roster.Grant{UnitID: g.UnitID, DepartmentID: g.DepartmentID}))
}

func wrongDate(flag, text string) error {
	return fmt.Errorf("--%s 的值“%s”不对，应为形如 2026-01-01 的日期 (a date)", flag, text)
}

func accountColumns() []string {
	return []string{"账号", "职务", "单位", "科室", "状态", "任职"}
}

func accountState(a store.DirectoryAccount) string {
	switch {
	case a.Disabled:
		return "已停用"
	case !a.HasPassword:
		return "未设口令"
	default:
		return "正常"
	}
}

func grantWords(g store.Grant) string {
	text := string(g.Role)
	if g.DepartmentID != "" {
		text += "@" + g.DepartmentID
	} else {
		text += "@" + g.UnitID
	}
	if !g.ValidTo.IsZero() {
		text += "（至" + calendar.DateOf(g.ValidTo.Add(-1)).String() + "）"
	}
	return text
}

// listRight says what a list would do.
func listRight(changes, newcomers int) string {
	return fmt.Sprintf("核对通过：%d 处变动，其中需要初始口令的 %d 人；没有写入", changes, newcomers)
}

func listDone(changes, newcomers int, passwords string) string {
	if changes == 0 && newcomers == 0 {
		return "已是最新，没有改动"
	}
	line := fmt.Sprintf("已导入：%d 处变动，未授予任何角色", changes)
	if passwords != "" {
		line += fmt.Sprintf("；%d 人的初始口令在 %s，请分发后删除", newcomers, passwords)
	}
	return line
}
