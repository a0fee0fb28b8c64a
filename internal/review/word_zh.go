package review

const wordTotal = "总分"

// Label is the state as people read it.
func (s State) Label() string {
	switch s {
	case Arrived:
		return "待签收"
	case Received:
		return "待审核"
	case Accepted:
		return "审核通过"
	case Returned:
		return "已退回"
	case Superseded:
		return "已被后一次报送替代"
	}
	return string(s)
}

// Label is the channel as people read it.
func (c Channel) Label() string {
	switch c {
	case ChannelLocal:
		return "本系统"
	case ChannelExchange:
		return "联网报送"
	case ChannelFile:
		return "文件导入"
	}
	return string(c)
}
