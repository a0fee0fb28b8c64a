package audit

import "strings"

// Beside is what a database keeps and is no evidence (不作为证据的数据): a table,
// or columns of one, and why nothing is proven about it. Every other column of
// every table is held against the journals; a test changes each one.
type Beside struct {
	Table string `json:"table"`
	// Columns is empty for the whole table.
	Columns []string `json:"columns,omitempty"`
	Why     string   `json:"why"`
}

// NotEvident lists all that is no evidence.
func NotEvident() []Beside {
	return []Beside{
		{"calendar_feeds", nil, "个人日历订阅地址，随时可以重新生成"},
		{"drafts", nil, "没有提交的草稿；提交以后的内容见流水"},
		{"evaluations", []string{"told_seq", "told_lease_until", "workflow_confirmed_at", "notified_seq"}, "转达工作流和发通知的进度，只影响转达先后；转达过什么由工作流历史核对"},
		{"file_scans", nil, "查毒程序的结论，可以随时重新查毒；因查出病毒而隔离的见评价流水"},
		{"files", []string{"media_type", "created_at"}, "文件入库时的登记；材料的种类、提交时间见评价流水"},
		{"former_watches", nil, "个人取消的关注"},
		{"goose_db_version", nil, "数据库结构升级的登记，启动和体检时与程序核对"},
		{"idempotency_keys", nil, "防止重复提交的登记，到期清除；办理过什么见流水"},
		{"installation", []string{"only_one", "files_at"}, "文件目录登记的时间，只供启动检查"},
		{"installation_head", []string{"only_one"}, "固定值"},
		{"login_throttles", nil, "登录失败的限速计数，到期清除；登录失败见登录日志"},
		{"notice_digests", nil, "汇总通知的发送登记"},
		{"notice_preferences", nil, "个人的通知偏好"},
		{"notices", nil, "通知的投递和已读状态，到期清除；因何发出见评价流水"},
		{"public_downloads", nil, "公开文件的下载次数，不记何人"},
		{"saved_views", nil, "个人保存的筛选条件"},
		{"sessions", nil, "登录会话，到期清除；何时登录见登录日志，以其办理过什么见流水"},
		{"task_watches", nil, "个人的关注"},
		{"uploads", nil, "尚未完成的上传；完成以后的材料见评价流水"},
	}
}

// NotEvidentLine lists it in one line.
func NotEvidentLine() string {
	var parts []string
	for _, b := range NotEvident() {
		name := b.Table
		if len(b.Columns) > 0 {
			name += "（" + strings.Join(b.Columns, "、") + "）"
		}
		parts = append(parts, name)
	}
	return "以下数据不作为证据，不在核对之列（理由见审计手册第四节）：" + strings.Join(parts, "、")
}
