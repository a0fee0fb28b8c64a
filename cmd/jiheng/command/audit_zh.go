package command

import (
	"errors"
	"fmt"

	"jiheng/internal/audit"
)

const (
	auditShort                 = "审计：核验、检查点、流水查询与导出 (for auditors)"
	auditVerifyShort           = "核验整个系统：流水链、检查点、数据、文件、卷宗、权限；不通过退出码为 4 (verify everything)"
	auditCheckpointShort       = "显示最新的检查点，一行，可打印留存 (print the newest checkpoint)"
	auditCheckpointVerifyShort = "用另存的检查点文件核对数据库；不符退出码为 4 (hold a kept file against the database)"

	evaluationFlag = "只核验这一项评价 (this evaluation alone)"
	jsonLinesFlag  = "以 JSON 逐行输出 (print JSON lines)"
	keyFlag        = "验签公钥文件，可重复；不给时使用数据目录和数据库中的公钥 (public key, may be repeated)"
	envelopeFlag   = "输出完整的签名信封 (print the whole signed envelope)"
	nowFlag        = "先写一个新的检查点 (write one first)"
)

// verificationTask is what an alarm is about.
const verificationTask = "夜间核验发现问题"

var errNoCheckpoint = errors.New("还没有检查点：工作进程启动后每隔几分钟写一个，也可以加 --now 立即写入 (no checkpoint yet)")

func checkpointForged(number int64) error {
	return fmt.Errorf("检查点 %d 的签名不符，请运行 jiheng audit verify 查看 (the signature does not fit)", number)
}

func noCheckpointsIn(file string) error {
	return fmt.Errorf("文件 %s 里没有检查点 (no checkpoints in the file)", file)
}

func checkpointsVerified(lines int, r audit.Result) string {
	line := fmt.Sprintf("核对另存的检查点 %d 行、数据库中的检查点 %d 个：", lines, r.Checkpoints)
	if r.OK() {
		return line + "没有发现问题"
	}
	return line + fmt.Sprintf("发现 %d 处问题", r.Findings)
}
