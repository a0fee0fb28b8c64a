package temporal

// Sentences gives the Chinese wording of each reason of this package. Names in
// braces are the fault's Params.
func Sentences() map[string]string {
	return map[string]string{
		ReasonPortInUse:    "端口 {port} 已被其他程序占用：请换一个端口，或停止占用它的程序。",
		ReasonInUse:        "另一个 Temporal 服务正在使用数据库 {database}：请先停止它。",
		ReasonNoDatabase:   "Temporal 的数据库无法就绪：{detail}",
		ReasonNoExtension:  "PostgreSQL 缺少 Temporal 所需的 btree_gin 扩展：请安装 postgresql-contrib 软件包。",
		ReasonMayNotCreate: "数据库用户无权为 Temporal 创建数据库（{detail}）：请授予 CREATEDB 权限，或预先创建 temporal 和 temporal_visibility 数据库。",
		ReasonFailed:       "Temporal 无法启动：{detail}",
	}
}
