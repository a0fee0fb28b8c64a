package checkpoint

import (
	"fmt"
	"time"
)

// Told names a checkpoint for people: its number, when it was made by the clock
// of Beijing and how many statements it covers. Its digest comes last: whoever
// cuts a line short keeps the rest.
func (c Checkpoint) Told() string {
	at := c.At.In(time.FixedZone("CST", 8*60*60)).Format("2006-01-02 15:04:05")
	return fmt.Sprintf("第 %d 号检查点（%s 写入，陈述 %d 条），摘要 %s", c.Number, at, c.Size, c.Digest())
}

// Label is what an auditor reads.
func (k Kind) Label() string {
	switch k {
	case NumberWrong:
		return "检查点缺失或者次序不对"
	case PrevBroken:
		return "与上一个检查点衔接不上"
	case SizeWrong:
		return "链头陈述缺失"
	case RootDiffers:
		return "链头陈述与检查点的根不符"
	case TimeTurned:
		return "检查点时间倒退"
	case Foreign:
		return "其他安装的检查点"
	case Unsigned:
		return "检查点签名不符"
	case StatementsBeyond:
		return "检查点之外的链头陈述"
	}
	return string(k)
}
