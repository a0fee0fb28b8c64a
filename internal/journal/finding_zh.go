package journal

// Label is what an auditor reads.
func (k Kind) Label() string {
	switch k {
	case EntryChanged:
		return "记录被改动"
	case LinkBroken:
		return "与上一条记录衔接不上"
	case Gap:
		return "缺少记录"
	case OutOfOrder:
		return "记录重复或次序颠倒"
	case WrongEvaluation:
		return "混入其他评价的记录"
	case TailCut:
		return "末尾记录缺失"
	case BeyondHead:
		return "末尾多出记录"
	case HeadChanged:
		return "与留存的链头不符"
	case TimeBackwards:
		return "时间倒退"
	}
	return string(k)
}

// Label is what an auditor reads.
func (l Level) Label() string {
	switch l {
	case Broken:
		return "链条断裂"
	case Warning:
		return "提示"
	}
	return string(l)
}
