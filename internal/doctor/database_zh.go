package doctor

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	minVersion = 150000
	maxSkew    = 5 * time.Second
)

// Unreachable is the only finding where the database does not answer.
func Unreachable(why string) Finding {
	return Finding{"database", Fail, "连不上数据库：" + why, "核对 DATABASE_URL，确认 PostgreSQL 已启动、网络和口令可用。"}
}

// Findings judges the database; policy is the version of the policy in force.
func (d Database) Findings(now time.Time, policy string, checkpointEvery time.Duration) []Finding {
	out := []Finding{d.version(), d.migrations()}
	if len(d.Pending) > 0 {
		return append(out, d.clock())
	}
	return append(out, d.roles(), d.grants(), d.release(policy), d.calendar(now), d.administrators(), d.exclusive(), d.checkpoint(now, checkpointEvery), d.clock())
}

func (d Database) version() Finding {
	if d.Version < minVersion {
		return Finding{"database", Fail, "PostgreSQL " + d.VersionText + " 太旧", "升级到 15 或更高版本。"}
	}
	return Finding{"database", OK, "数据库可用，PostgreSQL " + d.VersionText, ""}
}

func (d Database) migrations() Finding {
	switch {
	case d.Unknown > 0:
		return Finding{"migrations", Fail, fmt.Sprintf("数据库结构比本程序新（多 %d 步）", d.Unknown), "换用新版程序；不要用旧版程序连接。"}
	case len(d.Pending) > 0:
		return Finding{"migrations", Fail, fmt.Sprintf("有 %d 步结构迁移没有执行，第一步是 %s", len(d.Pending), d.Pending[0]), "先备份，再以库的属主执行 jiheng migrate。"}
	}
	return Finding{"migrations", OK, "数据库结构为最新", ""}
}

func (d Database) roles() Finding {
	switch {
	case !d.AppRole || !d.AuditRole:
		return Finding{"roles", Fail, "数据库角色 jiheng_app 或 jiheng_audit 不存在", "以有 CREATEROLE 权限的属主重新执行 jiheng migrate。"}
	case !d.MemberOfApp:
		return Finding{"roles", Fail, "登录名 " + d.Login + " 不是 jiheng_app 的成员", "GRANT jiheng_app TO " + d.Login + ";"}
	case d.OwnerSuperuser:
		return Finding{"roles", Warn, "库的属主 " + d.Owner + " 是超级用户，能够绕过只增不改的限制", "把各表的属主改为普通用户（REASSIGN OWNED），收回超级权限。"}
	case d.LoginSuperuser:
		return Finding{"roles", Warn, "程序用超级用户 " + d.Login + " 登录", "DATABASE_URL 改用只属于 jiheng_app 的普通登录名。"}
	}
	return Finding{"roles", OK, "数据库角色齐全，属主和登录名不是超级用户", ""}
}

func (d Database) grants() Finding {
	switch {
	case len(d.Excess) > 0 && len(d.Unguarded) > 0:
		return Finding{"grants", Fail, d.excess() + "；" + d.unguarded(), "查明是谁授予、去掉或者添加的；用 REVOKE 收回，执行 jiheng audit verify 核验全部流水；多出的由属主删除，其余从备份恢复。"}
	case len(d.Excess) > 0:
		return Finding{"grants", Fail, d.excess(), "用 REVOKE 收回，并查明是谁授予的。"}
	case len(d.Unguarded) > 0:
		return Finding{"grants", Fail, d.unguarded(), "查明是谁去掉或者添加的；执行 jiheng audit verify 核验全部流水；多出的由属主删除，其余从备份恢复。"}
	case len(d.Lost) > 0:
		return Finding{"grants", Fail, "jiheng_app 读不到这些表：" + some(d.Lost), "以属主用 GRANT SELECT 补授，或者从备份恢复授权。"}
	}
	return Finding{"grants", OK, "数据库授权与设计一致，流水只增不改", ""}
}

func (d Database) excess() string { return "数据库授权多于应有：" + some(d.Excess) }

func (d Database) unguarded() string {
	return "这些防护（表、视图、触发器、函数、约束、规则、属主、默认授权等）缺失、停用、多出或者被改动：" + some(d.Unguarded)
}

func (d Database) release(version string) Finding {
	if !slices.Contains(d.Policies, version) {
		return Finding{"policy", Warn, "权限策略 " + version + " 还没有留存原文", "启动一次 jiheng serve 或 worker，会自动留存。"}
	}
	return Finding{"policy", OK, "权限策略 " + version + " 已留存原文", ""}
}

func (d Database) calendar(now time.Time) Finding {
	year := now.In(beijing()).Year()
	switch {
	case !slices.Contains(d.Years, year):
		return Finding{"calendar", Fail, fmt.Sprintf("%d 年的放假安排没有导入，工作日只能按周末推算", year), fmt.Sprintf("用 jiheng calendar import 导入国务院办公厅 %d 年的通知。", year)}
	case !slices.Contains(d.Years, year+1):
		return Finding{"calendar", Warn, fmt.Sprintf("%d 年的放假安排还没有导入，跨年的截止日为暂定", year+1), "通知一般在 11 月前后公布，公布后用 jiheng calendar import 导入。"}
	}
	return Finding{"calendar", OK, fmt.Sprintf("%d、%d 年的放假安排已导入", year, year+1), ""}
}

func (d Database) administrators() Finding {
	var missing []string
	for _, office := range [][2]string{{"sys_admin", "系统管理员"}, {"security_admin", "安全管理员"}, {"audit_admin", "审计管理员"}} {
		if !slices.ContainsFunc(d.Administrators, func(a Administrator) bool { return a.Role == office[0] }) {
			missing = append(missing, office[1])
		}
	}
	if len(missing) > 0 {
		return Finding{"administrators", Fail, "没有能登录的" + strings.Join(missing, "、"), "用 jiheng admin 任命；三员须是不同的人。"}
	}
	return Finding{"administrators", OK, "系统、安全、审计三员都已任命", ""}
}

func (d Database) exclusive() Finding {
	var both []string
	for _, a := range d.Administrators {
		if len(a.Others) > 0 && !slices.Contains(both, a.Person) {
			both = append(both, a.Person)
		}
	}
	if len(both) > 0 {
		return Finding{"separation", Fail, "三员兼任了其他角色：" + some(both), "由另一名管理员免去兼任的角色。"}
	}
	return Finding{"separation", OK, "三员没有兼任", ""}
}

func (d Database) checkpoint(now time.Time, every time.Duration) Finding {
	switch {
	case d.CheckpointAt.IsZero() && !d.Entries:
		return Finding{"checkpoint", OK, "还没有流水，不需要检查点", ""}
	case d.CheckpointAt.IsZero():
		return Finding{"checkpoint", Fail, "有流水而没有检查点，被改动了也无从证明", "启动 jiheng worker，它会按时写检查点。"}
	case now.Sub(d.CheckpointAt) > 3*every+time.Hour:
		return Finding{"checkpoint", Warn, "最近的检查点写于 " + d.CheckpointAt.In(beijing()).Format("2006-01-02 15:04"), "确认 jiheng worker 在运行、签名密钥可读；没有新流水时可以忽略。"}
	}
	return Finding{"checkpoint", OK, "最近的检查点写于 " + d.CheckpointAt.In(beijing()).Format("2006-01-02 15:04"), ""}
}

func (d Database) clock() Finding {
	skew := d.Now.Sub(d.AskedAt).Round(time.Second)
	if skew.Abs() > maxSkew {
		return Finding{"clock", Fail, fmt.Sprintf("本机时钟与数据库相差 %s", skew.Abs()), "两边都接入同一时间源（NTP），再启动程序。"}
	}
	return Finding{"clock", OK, "本机时钟与数据库一致", ""}
}

// some names the first few of a list.
func some(list []string) string {
	const shown = 5
	if len(list) > shown {
		return strings.Join(list[:shown], "、") + fmt.Sprintf(" 等 %d 项", len(list))
	}
	return strings.Join(list, "、")
}

func beijing() *time.Location { return time.FixedZone("CST", 8*60*60) }

// Line is a finding as one line for people.
func (f Finding) Line() string {
	text := fmt.Sprintf("%-4s  %s", f.Level, f.Text)
	if f.Remedy != "" {
		text += "。办法：" + f.Remedy
	}
	return text
}
