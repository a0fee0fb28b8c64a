package command

import "fmt"

const (
	adminShort     = "三类管理员 (the three administrators)"
	adminListShort = "列出系统管理员、安全管理员、审计管理员 (list administrators)"
	appointShort   = "为空缺的管理员岗位指定人员 (fill an office that nobody holds)"
	appointLong    = `为空缺的管理员岗位指定人员：LOGIN 是账号，ROLE 是 sys_admin（系统管理员）、security_admin（安全管理员）或者 audit_admin（审计管理员）。

岗位没有能够登录的人时才能这样指定，用于系统初装、升级和管理员离任后的补缺，并记入系统流水。
系统管理员和安全管理员都在任时，这条命令只提出申请，由安全管理员在“系统管理”页面批准后生效。
管理员不得兼任其他角色：须先解除该人员原有的角色。
(only while nobody who can log in holds the office; noted in the journal)`
	appointUnitFlag   = "任职单位，不写时为本人单位 (unit)"
	appointReasonFlag = "理由，记入系统流水 (why)"

	consoleReason = "在服务器控制台办理"
	vacantOffice  = "（空缺）"
)

func adminColumns() []string { return []string{"岗位", "账号", "职务", "状态", "任职"} }

func notAnOffice(role string) error {
	return fmt.Errorf("“%s”不是管理员岗位，应为 sys_admin、security_admin 或者 audit_admin (not an office)", role)
}

func appointedWords(login, role string, proposed bool) string {
	if proposed {
		return fmt.Sprintf("系统管理员和安全管理员都在任：已提出由“%s”担任%s的申请，待安全管理员批准后生效", login, role)
	}
	return fmt.Sprintf("已指定“%s”为%s，并记入系统流水", login, role)
}

func grantProposed(login, role, where string) string {
	return fmt.Sprintf("已提出授予“%s”%s（%s）的申请，待安全管理员批准后生效", login, role, where)
}

func endProposed(login, role string) string {
	return fmt.Sprintf("已提出解除“%s”%s的申请，待安全管理员批准后生效", login, role)
}

func rosterProposed(n int) string {
	return fmt.Sprintf("其中任职%d项已提出申请，待安全管理员批准后生效", n)
}
